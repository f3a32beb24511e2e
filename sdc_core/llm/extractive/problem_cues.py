"""Words that say what is wrong, what is asked for, and when it happens; tables, not branches.

Chosen by reading ticket and work-log texts (the method and its limits: LLM reference, section 2).
Weights: 1 names a fault, .6 asks for something, .3 only says that there is something.
"""

import re
from functools import lru_cache

from sdc_core.llm.extractive.cues import PURPOSES

_REMEMBERED = 512  # a sentence of a Session is weighed for each of its tasks
FAULT = 1.0
REQUEST = 0.6
VAGUE = 0.3


_FAULTS = r"""
errors?|fail(?:s|ed|ing|ure|ures)?|crash(?:es|ed|ing)?|bsod|blue ?screen\w*
(?:not|never|stopped|stops|stop|no longer|isn'?t|aren'?t|wasn'?t) \w+(?:ing|ed|en|ly)
(?:not|never|no longer) (?:be )?(?:work\w*|seen|found|valid|private|there|able|get|go|come|let|on)
won'?t|will not|would ?n'?t|would not|should ?n'?t|should not|never \w+
why (?:does|do|is|are|did|can)|can'?t|cannot|can not|could ?n'?t|could not|unable|does ?n'?t
does not|did ?n'?t|did not|don'?t|do not|isn'?t|aren'?t|wasn'?t|weren'?t|hasn'?t|haven'?t|down
offline|stuck|frozen|fr(?:ee|o)z\w+|hangs?|hung|slow(?:ly|ness|er)?|broken?|breaks?|dead|dies
died|crawl(?:s|ed|ing)?|lag(?:s|gy|ging)?|stutter\w*|chopp?y|jump(?:s|ing)|shifted|blurry|fuzzy
smear\w*|(?:has|have|had|with|there is|there are|gets?) (?:had )?(?:no|nothing) \w+
without (?:power|internet|mail)
nothing (?:\w+ )?(?:comes?|happens?|works?|prints?|arrives?|newer|after|since)|finds? nothing
neither|nobody|no ?one|none of|not one|unresponsive|unreachable|sluggish|degraded|outage|halted
locked|(?:kick|throw|lock|log|sign)(?:s|ed|n)? (?:me |us |him |her |them )?out|lost|missing|gone
disappear\w*|vanished|empty|blank
(?:black|white|red|gr[ea]y|green|pink|striped) (?:picture|page|screen|image|box|window)|virus
by mistake|by accident|accidentally|malware|phish\w*|ransom\w*|bitcoin|pop-?ups?|hacked
compromised|spam|suspicious|scam\w*|fraud\w*|clicked (?:on )?(?:a|an|the|it|that|this)
(?:entered|put|typed|gave) (?:\w+ )?(?:my|his|her|their)|look(?:s|ed) like (?:ours?|it was)|fake
false|stolen|spoof\w*|imperson\w*|lookalike|robbe[rd]\w*|gift cards?|infected|encrypted|blocked
bounc\w+|reject\w+|refus\w+|denied|expir\w+|full|unlicensed|invalid
(?:ran|run|runs|running|has run|had run) out|over quota|exceed\w*
too (?:big|large|long|many|hot|old)|los(?:es?|ing)
tak(?:es|ing) (?:\w+ ){0,2}(?:minutes|forever|ages|hours|long)|forever
out of (?:space|memory|paper|toner|date|sync|order|hours)|100 ?(?:%|percent)
[0-9.]+ ?[gm]b (?:free|left)|disconnect\w*|drop(?:s|ped|ping)?|corrupt\w*|cuts? (?:off|out)
cutting (?:off|out)|shuts? (?:down|off)|tim(?:e|es|ed|ing)[ -]?outs?|jam(?:s|med|ming)?|leak\w*
beep\w*|flicker\w*|garbled|wrong|swollen|crack\w*|duplicate\w*|overheat\w*|loop\w*|conflict\w*
mismatch\w*|smell\w*|smok(?:e|ing)|noisy?|nois(?:e|es)|alarm|(?:keeps?|kept) \w+ing
keeps? (?:on|coming)|prompt(?:s|ed|ing)?|again and again|by (?:itself|themselves)
(?:every|each) (?:single )?(?:time|minute|second|few minutes|hour|page)|over and over
instead(?: of)?|in place of|half of|even though
(?:ask|want)(?:s|ed)? (?:\w+ ){0,4}(?:passwords?|credentials|code|pin|log ?in|rights|key|apple id)
(?:shows?|showed|says?|said|gives?) ['\"]?no(?:t|thing)? \w+
no (?:internet|service|answer|signal|sound|power|network|connection|audio|video|access|display)
no (?:dial tone|picture|mail|wi-?fi)|error \w*[0-9]\w*|red (?:cross|light|x)|warn(?:s|ed)
trip(?:s|ped)|fell|fallen|burn\w*|kaputt?
(?:get|got|sent|send|see|saw|receive|give|gave|make|made|play|print)(?:s|d|ed)? (?:no|nothing) ?\w*
stop(?:s|ped)? (?:at|in|on|after|when|by|with|itself)|programs? stops?
(?:too|to|hours?|minutes?|days?|comes?|arrives?) late|garbage|gibberish
weird (?:characters|colou?rs)|zero bytes|twice|two times|double|viruses|distorted|mixed up
(?:any ?more|any longer)|nowhere|unusual|exhausted|saturated|retired|trouble with|acts? up
fault\w*|one[- ]way|unknown|unrecogni[sz]ed|not recogni[sz]ed|unreadable|unusable|useless|stale
unplugged|upside ?down|sideways|mirrored|crooked|misaligned|gr[ea]y(?:ed)? out|hum(?:s|ming)?
buzz\w*|scrambled|asleep|(?:off|out) by|(?:hour|minute)s? off
(?:line|inch|cm|mm) (?:below|above|off)
stretched|squeaks?|rattl\w+|grind\w*|quarantined|undelivered|unable|declined|dark|suspended
cut in half|flipped|(?:only|just) (?:the )?half
"""
_REQUESTS = r"""
new (?:user|hire|employee|starter|colleague|pc|laptop|computer|desktop|server|printer|phone)
new mailbox|new (?:domain|site|office|branch)|onboard\w*|offboard\w*|terminat\w+|leaving
join(?:s|ing) (?:us|the|our)|starts? (?:on|next)|last day|set ?up|install\w*|migrat\w+|upgrad\w+
replac\w+|renew\w*|quote|licen[cs]es?|reset (?:my|the|her|his|a)|access to|permissions?
forward(?:ing)?|add(?:ed)? to|lose access|chang(?:e|ed) to|(?:account|mailbox) (?:is )?closed
mov(?:e|ed|ing)|relocat\w+|we pay for|needs?|would like|want(?:s|ed)?|request\w*
please (?:add|create|install|set|move|give|order|remove|change)
"""
# When it happens: people say so of what goes wrong.
_CIRCUMSTANCES = r"""
(?:when(?:ever)?|every time|each time|as soon as) (?:i|we|she|he|they|you|somebody|someone|it|the)
(?:try|tries|trying|tried) to
(?:ever )?since (?:the|his|her|my|our|your|you|we|he|she|they|i|it|that|this|last|then|than)
since (?:mon|tues)day
since (?:wednesday|thursday|friday|yesterday|today|lunch|about|an?|\w+ (?:update|move|change))
"""
_HINTS = r"""
issues?|problems?|trouble|alert|since|warnings?|weird|strange|odd|acting up|funny|only|but
question|help
"""


def _any_of(*tables: str) -> re.Pattern[str]:
    cues = "|".join(line for table in tables for line in table.strip().splitlines())
    return re.compile(rf"\b(?:{cues})\b", re.IGNORECASE)


CIRCUMSTANCES = _any_of(_CIRCUMSTANCES)
PROBLEM_CUES = (
    (_any_of(_FAULTS), FAULT),
    (_any_of(_REQUESTS), REQUEST),
    (_any_of(_HINTS), VAGUE),
)


@lru_cache(maxsize=_REMEMBERED)
def cue_weight(text: str) -> float:
    """How clearly a text names a fault (1), asks for something (.6) or hints at it (.3)."""
    text = PURPOSES.sub("", text)
    found = [
        weight
        for pattern, weight in PROBLEM_CUES
        for _ in {match.group().casefold() for match in pattern.finditer(text)}
    ]
    if not found:
        return 0.0
    return min(1.5, max(found) + 0.2 * (len(found) - 1))
