"""The words by which a postal address is known: kinds of streets, units, military post, cues."""

# USPS Publication 28, appendix C1, without those that are mostly something else in a ticket.
SUFFIXES = (
    r"(?:Alley|Annex|Arcade|Avenue|Ave|Av|Bayou|Beach|Bend|Bluffs?|Bottom|Boulevard|"
    r"Blvd|Branch|Bridge|Brooks?|Burgs?|Bypass|"
    r"Camp|Canyon|Cape|Causeway|Centers?|Centre|Circles?|Cir|Cliffs?|Close|Club|"
    r"Common|Commons|Corners?|Course|Courts?|Ct|Coves?|Creek|"
    r"Crescent|Cres|Crest|Crossing|Crossroads?|Curve|Dale|Dam|Divide|Drives?|Dr|"
    r"Estates?|Expressway|Extensions?|Falls?|Ferry|"
    r"Fields?|Flats?|Fords?|Forest|Forges?|Forks?|Fort|Freeway|Gardens?|Gate|Gateway|"
    r"Glens?|Greens?|Groves?|Harbors?|Haven|Heights|"
    r"Highway|Hwy|Hills?|Hollow|Inlet|Islands?|Isle|Junctions?|Jct|Keys?|Knolls?|"
    r"Lakes?|Land|Landing|Lane|Ln|Lights?|Loaf|Locks?|"
    r"Lodge|Loop|Mall|Manors?|Meadows?|Mews|Mills?|Mission|Motorway|Mount|Mountains?|"
    r"Neck|Orchard|Oval|Overpass|Parade|Parks?|"
    r"Parkways?|Pkwy|Pass|Passage|Path|Pike|Pines?|Place|Pl|Plains?|Plaza|Plz|Points?|"
    r"Ports?|Prairie|Quay|Radial|Ramp|Ranch|Rapids?|Rest|"
    r"Ridges?|Rise|River|Roads?|Rd|Route|Row|Run|Shoals?|Shores?|Skyway|Springs?|"
    r"Spurs?|Squares?|Sq|Station|Stravenue|Stream|"
    r"Streets?|St|Summit|Terrace|Ter|Terr|Throughway|Trace|Track|Trafficway|Trail|Trl|"
    r"Tunnel|Turnpike|Underpass|Unions?|Valleys?|"
    r"Via|Viaduct|Views?|Villages?|Ville|Vista|Walks?|Wall|Way|Wells?|Wharf)"
)
# Ends of street names written as one word: German, Dutch, Scandinavian, Finnish, Hungarian.
FUSED = (
    r"(?:stra(?:ss|\u00df)e|str\.|gasse|weg|platz|allee|damm|ufer|steig|markt|gatan|"
    r"gata|gate|gaten|v\u00e4gen|vejen|vej|veien|vegen|"
    r"gade|str\u00e6de|gr\u00e4nd|gr\u00e4nden|katu|tie|kuja|polku|straat|laan|plein|"
    r"dreef|kade|gracht|steenweg|utca|g\u00f6tu|braut|Str\u00e6de|Gasse|Stra(?:ss|\u00df)e|Gade|"
    r"Allee|Platz|Weg)"
)
# Kinds of streets that stand before the name: French, Italian, Spanish, Portuguese, Slavic, Greek.
LEADING = (
    r"(?:rue|avenue|boulevard|chauss\u00e9e|quai|impasse|route|via|viale|piazza|"
    r"piazzale|vicolo|corso|largo|strada|"
    r"calle|c/|avda\.?|avenida|carretera|paseo|plaza|rua|travessa|pra\u00e7a|ul\.|"
    r"ulica|aleja|al\.|os\.|trg|cesta|n\u00e1m\u011bst\u00ed|"
    r"\u03bb\u03b5\u03c9\u03c6\u03cc\u03c1\u03bf\u03c2|\u03bf\u03b4\u03cc\u03c2)"
)
# Kinds that stand behind it as a word of their own.
TRAILING = (
    r"(?:utca|u\.|\u00fat|t\u00e9r|krt\.|rkp\.|kapu|stra(?:ss|\u00df)e|weg|platz|allee|"
    r"gate|gata|vej|terrasse|straat|laan|dreef|ulica)"
)
# Kinds that also stand before a number: "Larch Crescent 27"; none that a machine has.
NUMBERED_AFTER = (
    r"(?:Alley|Avenue|Ave|Boulevard|Blvd|Close|Court|Crescent|Drive|Gardens|Grove|Heights|Highway|"
    r"Hill|Lane|Mews|Parade|Parkway|Pike|Place|Quay|Ridge|Road|Rd|Row|Square|Street|St|Terrace|"
    r"Trail|Turnpike|Walk|Way)"
)
# Kinds of squares and streets behind the name, where the number stands in front: "46 F\u0151 utca".
NUMBERED_BEFORE = (
    r"(?:utca|\u00fatja|\u00fat|t\u00e9r|tere|k\u00f6r\u00fat|stra(?:ss|\u00df)e|straat|"
    r"laan|gade|gata|"
    r"gatan|ulica|t\u0159\u00edda|n\u00e1m\u011bst\u00ed)"
)
# On the last line of an address; from general knowledge.
COUNTRY = (
    r"(?:Argentina|Australia|Austria|Bangladesh|Belgium|Bolivia|Brazil|Bulgaria|Cambodia|"
    r"Canada|Chile|"
    r"China|Colombia|Croatia|Cyprus|Czech Republic|Czechia|Denmark|Ecuador|Egypt|England|Estonia|"
    r"Ethiopia|Finland|France|Germany|Ghana|Greece|Hungary|Iceland|India|Indonesia|Iran|"
    r"Iraq|Ireland|"
    r"Israel|Italy|Japan|Jordan|Kenya|Korea|South Korea|Kuwait|Latvia|Lebanon|Lithuania|Luxembourg|"
    r"Malaysia|Malta|Mexico|Morocco|Nepal|Netherlands|The Netherlands|New Zealand|Nigeria|"
    r"Northern Ireland|Norway|Pakistan|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|"
    r"Saudi Arabia|Scotland|Serbia|Singapore|Slovakia|Slovenia|South Africa|Spain|Sri Lanka|Sweden|"
    r"Switzerland|Taiwan|Tanzania|Thailand|Tunisia|Turkey|Uganda|Ukraine|United Kingdom|"
    r"United States|UK|USA|Uruguay|Venezuela|Vietnam|Wales|Zambia|Zimbabwe|Deutschland|"
    r"\u00d6sterreich|"
    r"Schweiz|Polska|Italia|Espa\u00f1a|Brasil)\b"
)
UNIT = (
    r"(?:(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|Rm|Bldg|Building|Lot|PMB|Top|Box)"
    r"\.?[ ]{0,2}#?[ ]?(?:\d{1,5}[A-Za-z]?|[A-Za-z])(?!\w)|#[ ]?\d{1,5}(?!\w))"
)
MILITARY = r"(?:APO|FPO|DPO)[ ,]{1,2}(?:AA|AE|AP)[ ]\d{5}(?:-\d{4})?"
CUE = (
    r"(?:address(?:es)?(?: is| to| of \S{1,30}(?: \S{1,30}){0,4} is)?|located (?:at|"
    r"in|on)|lives? (?:at|in|on)|lived (?:at|in|on)|living (?:at|in)|resid(?:es|ing) "
    r"at|"
    r"(?:ship|shipped|mail|mailed|deliver|delivered|send|sent|return|forward|"
    r"dispatch(?:ed)?|drive|go|move|moved|moving|come)(?: it| them| this)? to|"
    r"(?:a )?new one to|(?:offices?|station|site|shop|store|house|home|building|"
    r"warehouse|venue|party) (?:is|are) (?:at|on|in|located at)|"
    r"arrived at|meet (?:me|you|us|them|him|her)? ?(?:at|on|in)|enter (?:on|at)|stop "
    r"at|side of|corner of|to the same|it's (?:in|at|on)|works (?:at|from)|based at)"
)
# Two capitals before a US postal code: the states, territories and what Faker makes up beside them.
STATE = r"(?:[A-Z]{2}|nan|[A-Z]{2,3}|\d{2})"
POSTAL = (
    r"(?:\d{5}-\d{3,4}|\d{4,6}|\d{3}[ ]\d{2}|[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}|"
    r"[A-Z]\d[A-Z][ ]?\d[A-Z]\d|\d{4}[ ]?[A-Z]{2})(?![\w-])"
)
