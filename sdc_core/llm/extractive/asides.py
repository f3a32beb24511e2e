"""Words of what is beside the point, too vague, planned, or a whole project; tables, not branches.

Chosen by reading what titles of other authors' Sessions went wrong on.
"""

import re

# Small talk, feelings and jokes.
SMALL_TALK = re.compile(
    r"\b(?:(?-i:ha)|ha(?:ha)+|lol|lmao|omg|coffee|cake|donuts?|breakfast|lunch|dinner|parking|weather|"
    r"wife|husband|son|daughter|nephew|kids?|dog|cat|holidays?|vacation|long weekend|"
    r"complain\w*|vent|joke|fool|laugh\w*|funny|hilarious|luckily|of course|whatever|who cares|"
    r"so tired|tired of|paying for|stressed|nice folks|said hi|says hi|fun|enjoy\w*|party|"
    r"kind enough|grateful|splendid|trust this|pleasant|birthday|birds?|fish|beer|"
    r"ugh|sigh|worth a shot|"
    r"love|hate|swear|swore|as always|like always)\b",
    re.IGNORECASE,
)
# A complaint that says only that there is one.
VAGUE_COMPLAINT = re.compile(
    r"\b(?:giv(?:es?|ing)|hav(?:e|ing)|has|got|the|some|an?|another|usual|same|weird|login|this|our)"
    r"\s(?:\w+\s)?(?:problems?|issues?|troubles?|thing|stuff|matter|question)\b|"
    r"^still\s(?:nothing|no\b|the same)|\b(?:again and again|acting up|plays? up|"
    r"not (?:working|right|good)\W*$|"
    r"(?:is|are) (?:all )?wrong(?: (?:since|again|today|now)\b.*)?\W*$|"
    r"(?:is|'s|are) (?:broken|dead|down(?: again)?|slow)\W*$|"
    r"does(?:n'?t| not) work\W*$)",
    re.IGNORECASE,
)
# "So slow that I could make a coffee", "reported: ...", "they swore".
HEARSAY = re.compile(
    r"\b(?:so \w+ (?:that )?(?:i|we) could|reported:|swor[en]|swears?|claims?|supposedly|"
    r"they (?:said|say|always)|(?:is|are) (?:now )?saying|thought|"
    r"looked like|seemed)\b",
    re.IGNORECASE,
)
# Work that is the job itself and not the answer to a fault.
PROJECT = re.compile(
    r"\b(?:moved|migrated|set up|set-up|imaged|installed|rolled out|built|joined|pushed|swapped|"
    r"cut over|hired|onboarded|offboarded|exported|wired|pulled|mounted|ordered|updated|upgraded|"
    r"replaced|made (?:his|her|the) account|need an? (?:export|quote)|quote for|"
    r"would like|new (?:branch|"
    r"office|site|guy|girl|hire|starter|colleague|wing|suite))\b",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:maintenance|as agreed|window|planned|scheduled|will be (?:down|offline|unavailable))\b",
    re.IGNORECASE,
)
# What a customer suffers from a fault, told beside the fault.
CONSEQUENCE = re.compile(
    r"^(?:and\s)?(?:now\s)?(?:payroll|nobody'?s?|no ?one|everyone|everybody|people|customers|"
    r"guests|patients|clients|drivers|staff)\b|"
    r"\b(?:by hand|manually|waiting|upset|angry|furious|late for|lost (?:money|time|business)|"
    r"third time|twice this|this month|again!+)\b",
    re.IGNORECASE,
)
TABLES = {
    "small_talk": SMALL_TALK,
    "vague": VAGUE_COMPLAINT,
    "hearsay": HEARSAY,
    "project": PROJECT,
    "planned": PLANNED,
    "consequence": CONSEQUENCE,
}
