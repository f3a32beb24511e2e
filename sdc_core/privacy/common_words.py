"""Words of every day that are also names of people and firms: alone they seldom mean anybody.

Written down from general knowledge, no list was copied: first names and surnames that are words,
words that small firms are called by, and words that start sentences and labels in tickets.
"""

_PEOPLE = """
amber angel april art ash august autumn avery baker banks barber bell berry bill bishop blue bond
booker brook brooks brown buck bush butler cane carpenter carter case cash chance charity chase
clay cliff cole cook cooper cross crystal dale dawn day dean destiny dick dot drew duke earl faith
farmer field fields fisher flint flowers ford forest foster fox frank free french gale garden
gardener gene gentry glass glen gold good grace grant graves gray green hall hand hardy harmony
harper hart haven hazel heath heather hill holly home hood hope house hunt hunter ivy jack jade
jewel joy june just justice king knight lake lance land lane law little long love low major mark
marks marsh mason may mays melody mercy miles mill miller mills mint moody moon noble north norm
olive page park parker pat pearl penny pepper perry phoenix piper pond pool poor potter power price
prince queen rain ran ray reed reuben rich ring rob robin rock rod rose roman ruby rush rusty sage
sally sandy saddler savage self sharp shepherd short skip sky small smith snow south spring star
stark steel stone storm stout strong sue summer sunny swan sweet swift taylor tanner teal terry
tiger tiffany trip tucker tuesday turner violet wade walker wall walls ward ware warner waters way
weaver web webb weeks wells west wheeler white will willow winter wise wolf wood woods worth wright
young
"""
_FIRMS = """
able access account ace action active advanced agency air all alliance allied alpha amazing
american anchor apex apple area arrow art asset associates atlas auto axis balance bank bar base
basic bay beach beacon beauty best beta better bridge bright build building business capital care
castle center central centre century chain chase choice circle citizens city classic clean clear
cloud club coast coffee college commerce community complete comfort concept connect contact core
corner country county court creative credit crown custom dance data delta design desk diamond
digital direct discovery dream dynamic eagle early earth east easy echo eco edge element elite
energy engine enterprise equity essential estate event every evergreen excel exchange express eye
factory falcon family farm fast federal finance fine fire first fitness five flag flash fleet flex
focus food force forward foundation four freedom fresh friends front full fusion future galaxy
gallery gateway general genesis gift global go golden grand graphic great group grow guard guardian
guide gym harbor harvest head health heart heritage high highland holiday horizon horse hospital
hotel hub ice icon idea ideal image impact independent industrial infinity inn innovation inside
insight integrity interior international island jet journal junction key kids kitchen labs lab
leader learning legacy legal level liberty life light line link lion list live local lock logic
logistics lone loop lotus lunch magic main management map marine market marketing master matrix max
media medical memory mercury meridian metal metro mobile modern momentum mountain music my national
native nature net network new next nova oak oasis ocean office old omega one open optima oracle
orange orbit order origin our outlook pacific paper paradise partners path peak people perfect
performance pet photo physical pilot pine pink pioneer pizza place plan planet platinum play plaza
plus point port portal precision premier premium press prestige prime print pro process progress
progressive project property public pulse pure quality quest quick radio rainbow rapid real red
regal regency regional reliable rescue resource retail river road rocket royal safe safety sail
school science sea secure security select senior sense series service services seven shade shield
shine ship shop shore sierra sigma sign signature silver simple site six slack smart social
software solar solid solutions sound source southern space spark special spectrum spirit sport
sports square staff stage standard state station stellar store strategic strategy street studio
style subway success summit sun sunrise sunset super supply support sure surf surgery swim system
systems table target team tech technologies technology ten the theatre three titan top total touch
tower town toy trade trading traffic trail training transit travel tree tri trinity triple triumph
true trust twin two ultimate union unique united unity universal up urban us valley value vanguard
vector ventures venue vertex village vision vista vital voice wave wealth wellness western wheel
wild window wine wing wireless women wonder work works world yellow yoga your zen zero zone zoom
"""
# With a word before it each of these names a firm, whatever the word: "hill realty".
_TRADES = """
accounting bakery barbershop bookkeeping brewery cafe chapel chiropractic church cleaners cleaning
clinic construction contracting contractors daycare dental dentistry dermatology electric
electrical flooring florist hardware insurance landscaping laundry masonry ministries montessori
optical orthodontics painting pediatrics pharmacy plumbing realty restaurant roofing salon towing
trucking veterinary
"""
_TICKETS = """
a about after again also am an and any anything as asked at attn be been before but by call called
can check closed confirmed contact customer dear did do does done dr during each email error fixed
for from get got had has have he hello help her hi his how i if in installed into is issue it its
just laptop last left let log logged login machine me meeting message monday morning mr mrs ms name
need needs no not note notes now of off ok okay on once or other out over password pc per phone
please printer problem re replaced reset resolved rebooted regards removed reported restarted said
saturday server set she since so some spoke still sunday system thank thanks that their them then
there they this thursday ticket time to today told tomorrow tried under until update updated user
users verified wants was we wednesday were what when where which while who why with would yes
yesterday you friday january february march july september october november december
adobe amazon android chrome dell dropbox edge excel exchange firefox google hp ibm intel iphone it
lenovo linux mac microsoft oracle teams windows word zoom
"""

TRADES = frozenset(_TRADES.split())
COMMON_WORDS = TRADES.union(f"{_PEOPLE} {_FIRMS} {_TICKETS}".split())
