"""Names of companies by legal form, trade or partners: `Harris Plumbing LLC`, `Weeks-Jenkins`."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.names.tables import MAKERS, TERMS, WORDS, first_names, key_of, surnames
from sdc_core.privacy.recognizers.clients import BEGINNINGS, clients_in, is_common
from sdc_core.privacy.recognizers.clients import CAP as _CAP
from sdc_core.privacy.recognizers.firms_around import firms_around

LABEL = "ORGANIZATION"
_JOIN = r"(?:[ \t](?:&|and|of|the|for)[ \t]|[ \t]|,[ \t])"
_LEGAL = (
    r"(?:Inc|LLC|LLP|Ltd|Limited|Corp|Corporation|PLC|plc|GmbH|AG|KG|Pty|PC|PLLC|LP|S\.?A|"
    r"N\.?V|B\.?V|SARL|Oy|AB|A/S|AS|SpA|Co)"
)
# Trades and kinds that small companies are called after; from general knowledge.
_TRADE = (
    r"(?:Plumbing|Dental|Dentistry|Orthodontics|Realty|Accounting|Bookkeeping|Auto "
    r"Body|Automotive|Auto|Motors|"
    r"Family Medicine|Medicine|Medical|Clinic|Pediatrics|Pharmacy|Chiropractic|"
    r"Optometry|Eye Care|Veterinary|Animal Hospital|Hospital|Health|Healthcare|"
    r"Law Group|Law Firm|Law Office|Law Offices|Law|Legal|Group|Associates|Partners|"
    r"Holdings|Brothers|Bros|Sons|& Sons|and Sons|and Co|& Co|"
    r"Construction|Builders|Contracting|Contractors|Roofing|Electric|Electrical|"
    r"Heating|Cooling|HVAC|Landscaping|Lawn Care|Painting|Flooring|"
    r"Insurance|Financial|Investments|Capital|Bank|Credit Union|Consulting|"
    r"Consultants|Solutions|Industries|Manufacturing|Machine|Tooling|"
    r"Logistics|Transport|Trucking|Freight|Supply|Supplies|Hardware|Foods|Bakery|Cafe|"
    r"Caf\u00e9|Coffee|Restaurant|Grill|Pizza|Brewing|Catering|"
    r"School|Academy|University|College|Church|Ministries|Foundation|Charity|Council|"
    r"Properties|Property Management|Real Estate|Development|"
    r"Architects|Architecture|Engineering|Design|Designs|Studio|Studios|Salon|Spa|"
    r"Fitness|Gym|Jewelers|Florist|Farms|Farm|Nursery|Vineyards|Winery|"
    r"Enterprises|International|Technologies|Labs|Laboratories|Systems|Services|"
    r"Agency|Marketing|Media|Printing|Travel|Tours|Hotel|Inn|Resort|"
    r"Upholstery|Furniture|Interiors|Cleaners|Cleaning|Storage|Moving|Towing|Tire|"
    r"Tires|Bistro|Library|Museum|Theat(?:er|re)|Daughters|Orchestra|Funeral Home|"
    r"Surveying|Surveyors|Excavating|Welding|Kitchens?|Living|Florists|Conveyancing|Jewellers|"
    r"Constructions?|Physio|Physiotherapy|Physical Therapy|Title|Escrow|Kennels|Montessori|Sushi|"
    r"Bakers|Butchers|Brewery|Distillery|Diner|Deli|Eatery|Tavern|Pub|Tearoom|Tea Room|Creamery|"
    r"Roasters|Grocers|Grocery|Market|Garage|Autos|Tyres|Collision|Motorsports|Marine|Yachts|"
    r"Aviation|Outfitters|Boutique|Apparel|Tailors|Barbers|Nails|Beauty|Wellness|Yoga|Pilates|"
    r"Dance|Stables|Vets|Vet|Veterinarians|Orthopedics|Dermatology|Cardiology|Radiology|Oncology|"
    r"Opticians|Optik|Eyewear|Hospice|Senior Care|Care Home|Nursing Home|Daycare|Preschool|"
    r"Nurseries|Primary|Elementary|High School|Parish|Chapel|Cathedral|Synagogue|Mosque|Ministry|"
    r"Advisors|Advisers|Advisory|Wealth|Brokers|Brokerage|Mortgage|Lending|Auctions|Antiques|"
    r"Gallery|Galleries|Framing|Photography|Pottery|Ceramics|Woodworks|Joinery|Carpentry|Masonry|"
    r"Glazing|Scaffolding|Paving|Plastering|Decorators|Locksmiths|Pest Control|Pools|Solar|Energy|"
    r"Recycling|Waste|Haulage|Couriers|Movers|Relocations|Shipping|Cargo|Lines|Airlines|Charters|"
    r"Fisheries|Seafood|Meats|Produce|Orchards|Dairy|Feeds|Seeds|Nurseries|Gardens|Arborists|"
    r"Publishing|Publishers|Press|Books|Bookshop|Records|Films|Productions|Events|Weddings|"
    r"Staffing|Recruitment|Haustechnik|Sanit\u00e4r|Elektro|Bau|Metallbau|Tischlerei|Schreinerei|"
    r"B\u00e4ckerei|Metzgerei|Apotheke|Praxis|Kanzlei|Steuerberatung|Spedition|Autohaus|Fensterbau|"
    r"Transport|Piekarnia|Kancelaria|Przychodnia|Apteka)"
)
_BY_FORM = re.compile(rf"(?<![\w.-])(?:{_CAP}{_JOIN}){{1,5}}?{_LEGAL}\b\.?(?![\w-])")
_BY_TRADE = re.compile(
    rf"(?<![\w.-])(?:{_CAP}(?:[ \t]&[ \t]|[ \t]and[ \t]|[ \t])){{1,3}}?{_TRADE}(?:[ "
    rf"\t](?:& )?{_TRADE}){{0,2}}(?![\w-])"
)
_FIRM = re.compile(
    r"(?<![\w.-])([^\W\d_][\w'-]{1,20}),[ \t]([^\W\d_][\w'-]{1,20}),?[ \t](?:and|&)[ "
    r"\t]([^\W\d_][\w'-]{1,20})(?![\w-])"
)
_PAIR = re.compile(r"(?<![\w.@/-])([^\W\d_]{2,20})-([^\W\d_]{2,20})(?![\w@.-]\w|[\w@-])")
_AMPERSAND = re.compile(rf"(?<![\w.-])({_CAP})[ \t]&[ \t]({_CAP})(?![\w-])")
# "Price Family Medicine" begins with its owner, not with a word of the sentence.
_CALLED = re.compile(
    rf"(?:^|[\n,;|>])[ \t]{{0,4}}(?:customer|client|company|organi[sz]ation|business|"
    rf"employer)(?: name)?[ \t]?:[ \t]{{1,3}}"
    rf"({_CAP}(?:[ \t](?:&[ \t]|and[ \t]|of[ \t])?{_CAP}){{0,5}})",
    re.IGNORECASE,
)
# "Spoke with Cormac at Adaptive", "Tomomi is from Xignite"
_OF_PERSON = re.compile(
    rf"(?<![\w.-])({_CAP})(?:[ \t]{_CAP})?(?:[ \t]is)?[ \t](?:at|from)[ \t]({_CAP}(?:[ "
    rf"\t]{_CAP}){{0,3}})"
)
_PARTNERS = 2
_STARTS = (WORDS - surnames()) | {"the", "at", "for"} | BEGINNINGS
_WORD = re.compile(r"[\w'\u2019-]+")


class OrganisationRecognizer:
    """By legal form, trade, or as partners' names in a row."""

    def find(self, text: str) -> Iterator[Span]:
        """Pattern by pattern."""
        spans = (
            *_by_words(text),
            *_by_partners(text),
            *_by_place(text),
            *clients_in(text),
            *firms_around(text),
        )
        for start, end in spans:
            yield Span(start, end, LABEL)


def _by_words(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_BY_FORM, _BY_TRADE):
        for match in pattern.finditer(text):
            start = _start(match)
            if start is not None:
                yield start, match.end() - match[0].endswith(".")


def _by_partners(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_FIRM, _PAIR, _AMPERSAND):
        for match in pattern.finditer(text):
            if _are_partners(match):
                yield match.span()


def _by_place(text: str) -> Iterator[tuple[int, int]]:
    """Behind "Customer:", or behind a person who is "at" or "from" it."""
    for match in _CALLED.finditer(text):
        if match[1][0].isupper() and not is_common(match[1].split()[0]):
            yield match.span(1)
    for match in _OF_PERSON.finditer(text):
        if key_of(match[1]) in first_names() and not is_common(match[2].split()[0]):
            yield match.start(2), match.end() - match[0].endswith(".")


def _start(match: re.Match[str]) -> int | None:
    """Behind what begins the sentence; None if nothing but products and ordinary words is left."""
    words = list(_WORD.finditer(match[0]))
    place = 0
    while place < len(words) - 1 and key_of(words[place][0]) in _STARTS:
        place += 1
    for later, word in enumerate(words[1:-1], 1):
        if word[0] == "for":
            place = max(place, later + 1)
    left = [key_of(word[0]) for word in words[place:-1]]
    if not left or left[0] in MAKERS or all(word in TERMS or word in WORDS for word in left):
        return None
    return match.start() + words[place].start()


def _are_partners(match: re.Match[str]) -> bool:
    names = [key_of(name) for name in match.groups()]
    known = sum(name in surnames() for name in names)
    is_capital = all(name[0].isupper() for name in match.groups())
    if not is_capital:
        return known == len(names) and not any(name in WORDS for name in names)
    if known >= _PARTNERS:
        return True
    is_firm = match.re is _FIRM and known and not any(name in first_names() for name in names[:-1])
    return bool(is_firm) and not any(is_common(name) for name in names)
