"""First names, surnames, and the words among and around them that mean something else too."""

from functools import cache
from pathlib import Path

# First names that are ordinary words, months, products or places as well.
WORDS_TOO = frozenset(
    """
art autumn angel amber april august bill brandy bud buddy carol case cash chance charity chase christian clay cliff
coral crystal daisy dale dawn dean destiny don dusty earnest faith frank fern flora france frances gene genesis gene georgia ginger
glen grace grant guy hazel heather holly hope hunter iris israel ivy jack jade jasmine jean jerry jewel jo jordan joy june jay
junior kent kit lance laurel lee lily lou mark max may melody mercedes merle miles mini misty norm olive ollie page pat
pearl penny pete pierre piper porter precious prince queen rain ray raven red reed rich river rob robin rocky rod roman rose ross rowan
ruby rusty sage sally sandy savannah scott sergeant sierra sky sterling stone sue summer sunny teddy trinity troy tucker van victor
viola violet virginia wade ward will wells woody drew gary gus ed al del kim mercury ali santos wes parker mason cole
skyler taylor cody logan madison paris sydney florence carolina dakota phoenix austin houston orlando chelsea
""".split()
)
# What begins a sentence, or stands inside one with a capital letter, and is nobody.
WORDS = frozenset(
    """
a about above account action actions added adding address advised after afternoon again all already also although always am an and another any anyone anybody
anything appears are around as asked asking assigned assisted at attempted attached available away back bad be because been before being below best better between
big billable both bought boss building but by call called caller calling can can't cannot cancelled changed changes changing check checked checking city
cleaned cleared client clients clinic close closed closing co-worker colleague coming company completed configured confirmed connected contacted could couldn't county
copy created creating current currently customer customers day days deleted deployed details did didn't different disabled disconnected discussed do does doesn't doing don't done down
downloaded due during each early east edited either else emailed employee employees enabled end entered error even evening every everybody everyone everything
expired extra failed few finally first five fixed follow following for found four friend from front full fwd general getting gave get gets give given go goes going good got great guest guys had half
has have haven't having he head heard held hello help helped her here hers hey hi high him his hold home how however i i'd i'll i'm i've if in info inside initial instead into is isn't issue issues it it's
its itself just keep keeps key kids know known last late later least left let let's like likely little local logged long look looked looking looks lost lots low made main make makes making
man manager many maybe me meanwhile meet meeting member message messaged met might mine minutes mom month more morning most moved moving mr mrs ms much must my name
need needed needs neither never new news next nice night nine no nobody none noon nope nor north not noted notes nothing notified now number of off office offline old on once one only onsite onto open
opened opening or order ordered other others our ours out outside over own owner part partner patient people per performed perhaps person phone phoned plan planned please plus possible previous price
probably problem provided purchased put question questions quick quite ran rather re reached read ready really reason rebooted received recommended reconnected removed
renamed renewed repaired replaced replied report reported reports requested requests reset resolved restarted restored resumed return returned right running said same saw say says scheduled second secretary
see seems seen sent set setting seven several she should showed shows since site six small so solved some somebody someone something sometimes soon sorry south spoke staff start
started starting starts state still stop stopped street sub submitted such suggested sure swapped talked team ten tested testing thank thanks that that's the their them then there
there's these they they're thing things think third this those three through till to today told tomorrow tonight too took total town transferred tried try trying turned two under unable university unless until unplugged up updated
updating upgraded upon us use used user users uses using usually verified very via visited waiting want wants was wasn't watched we we'll we're we've website week weekend weeks went were west
what what's whatever when where which while who who's whole why wife will with within without won't work worked working works would wouldn't wrong year years yes yesterday yet you you're your
sir madam mom dad tech technician techs assistant guy lady doctor dentist nurse accountant attorney lawyer teacher vendor reception receptionist supervisor director
president ceo it hr bookkeeper intern hire tenant landlord contractor
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
subject note system private attn re: fw: fyi asap eta tbd
american british english german french spanish italian dutch danish swedish norwegian finnish polish russian chinese japanese indian australian canadian mexican
north south east west northern southern eastern western street avenue road drive lane court place boulevard suite apt unit floor room box
""".split()
)
# Surnames that are words as well: behind an unknown word they make no name ("Backup Gates").
SURNAMES_TOO = frozenset(
    """
ball banks barber best bird bishop black blue bond booth branch bridges bright brooks brown buck burns bush case chase church
clay cross day dean drake fields flowers forbes ford fox franco frank french frost gates gay gentry glass golden gray green
hale hall harding hill hines holder holt hood horn house key knight lamb lane law leach little long love low lowe mack mays
may meadows miles mills moody moon moss noble pace page palmer park parks payne peck person pitts pool poole pope porter potter
power powers price prince proctor rich roach rose rush sharp shields short sims singleton small snow sparks spears stark steele
stone stout strong summers sweet swift tanner todd town vance wade walker wall walls ward ware waters weeks wells west
white whitehead wise wolf wood woods wooten worth york young black field case carpenter cook fisher gardner baker mason miller
""".split()
)
TITLES = (
    r"Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Doctor|Rev|Fr|Sr|Sra|Herr|Frau|Mme|Mlle|Sir|Madam|Capt|Sgt|Lt|Col|"
    r"Judge|Pastor|Officer|Atty|Dame|Hr|Fru"
)
# Between the names of one person, or before a surname.
PARTICLES = frozenset(
    "van von de der den del della di da dos du la le el al bin ibn ben ter ten zu st mac mc y".split()
)
_FOLDER = Path(__file__).parent


@cache
def first_names() -> frozenset[str]:
    """In lower case; those that are words too are among them."""
    return _read("first_names.txt") | WORDS_TOO


@cache
def surnames() -> frozenset[str]:
    """In lower case."""
    return _read("surnames.txt")


def _read(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / name).read_text(encoding="utf-8").split())
