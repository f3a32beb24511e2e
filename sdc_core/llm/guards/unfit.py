"""What no customer shall read on an invoice: a table of words, in answers and in notes alike.

Feelings, blame, money, private affairs, doubts, and what is meant for colleagues. A sentence with
one of them is not used, however well it tells: a plainer line costs nothing.
"""

import re

from sdc_core.privacy.credentials import SECRET

_UNFIT = r"""
annoy\w*|angry|rude\w*|upset|yell\w*|scream\w*|complain\w*|whin(?:e|es|ed|ing|y)|grumpy|nasty
difficult (?:user|customer|client|person)|hostile|unhappy|furious|drama|gossip\w*|rumou?rs?|jerk
idiot\w*|stupid\w*|dumb|lazy|moron\w*|clueless|incompeten\w*
useless|ridiculous|crazy|insane
crap\w*|shit\w*|damn\w*|hell|wtf|lol|lmao|hate[sd]?|sucks?|bs|bull ?shit|pain in|impatient
(?:his|her|their|our|your|my|whose|user'?s?|client'?s?|customer'?s?) (?:own )?fault|at fault
blam\w+
guilty|careless\w*|negligen\w*|forgot\w*|screwed|messed|broke (?:it|this)|own doing
mistakes?|mistakenly
should(?:n'?t)? (?:not )?have|sloppy|overlooked|neglect\w*|user error|pebkac
again (?:and again|as usual)|as usual
layer 8|id-?10-?t|our (?:error|mistake)|we (?:broke|missed)
internal(?:ly)?(?: note| only| use)?\s*[:!-]|internal (?:note|remark|comment|use|only)
off the record
between us|for us(?: only)?|confidential\w*|fyi|heads up|keep (?:this|it) quiet
(?:do ?n[o']?t|do not|never) (?:tell|mention|bill|charge|let|say)|between you and me
invoice\w*|bill(?:ed|able|ing)?|unbilled|charge(?:d)?|discount\w*|margins?|markup|hourly rate
goodwill|overdue|pay(?:s|ing|ments?)?|paid|cheap\w*|expensive|costs?|prices?|pricing|budget\w*
upsell\w*|quot(?:e|ed|es)
lawyer\w*|lawsuit|sue[ds]?|threaten\w*|competitor\w*|cancel(?:ling)? contract
fired|firing|laid off|layoffs?|resign(?:ed|ing|ation)|divorc\w*|affair|pregnan\w*|sick|hospital
drunk|hungover|salary|salaries|wages
harass\w*|porn\w*|adult sites?|dating|personal (?:browsing|stuff)
not sure|no idea|guess\w*|probably|maybe|hopefully|somehow|hacky|hacked together|dodgy|kludge
band-?aid|jury-?rig\w*|whatever|supposedly|apparently|allegedly
"""
UNFIT = re.compile(rf"\b(?:{'|'.join(_UNFIT.strip().splitlines())})(?<=\S)(?!\w)", re.IGNORECASE)


def is_fit(text: str) -> bool:
    """Whether a customer may read it."""
    return SECRET not in text and not UNFIT.search(text)
