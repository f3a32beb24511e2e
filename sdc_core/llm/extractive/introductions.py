"""Words before a sentence that only lead to it; what follows them is whole by itself.

Chosen by reading what titles and summaries of other authors' Sessions began with.
"""

import re

_DAY = r"(?:\w{3,6}day|yesterday|today)"
_CALLER = (
    r"(?:user|front\sdesk|partner|patient|customer|client|guest|tenant|caller|owner|manager|"
    r"reception(?:ist)?|teacher|secretary)"
)
INTRODUCTIONS = re.compile(
    rf"""^(?:
      (?:then|next|later|also|first|second(?:ly)?|third|(?:\d(?:st|nd|rd)|one\smore|another)\sthing|
        (?:prep|prepar\w+)\sonly|(?:the\s)?(?:first|second|third|other|last)(?:\sone)?|
        (?:the\s)?(?:problem|issue|fault|task|job))
        \s?:\s
      | (?:please\s)?(?:look\safter|note|see|take\scare\sof|check)\sthe\sfollowing\s?:
      | (?:please\s)?(?:write|log|note|put)(?:\sthis)?(?:\sdown)?(?:\sfor\s(?:me|us))?\s?:
      | (?:please|kindly)\s(?:be\s(?:advised|informed|aware)|note)\sthat\b
      | (?:but\s|and\s)?(?:since|while|as|now\sthat)\si\shave\syou(?:\shere)?\b,?
      | (?:so\s)?(?:the|a|one|another)?\s?(?:weird|strange|odd|funny|silly|real|main|other|actual)\s
        (?:thing|problem|part)(?:\s(?:is|was|today|now))*\s?[,:]
      | \d{{1,2}}[:.]\d\d(?:\s?[ap]m)?\s?[:,\u2013-]?\s(?=[^\W\d]\S*\s\w+)
      | (?:found|seen|noticed)(?:\s\w+){{0,3}}\s?:\s(?=\w+\s\w+\s\w+)
      | what(?:\si|'?)s\s(?=(?:down|broken|dead|wrong|slow|missing|stuck)\b)
      | (?:the\s|our\s)?{_CALLER}\s(?:says?|said|reports|reported|told(?:\s(?:me|us))?|claims?)\s
        (?:that\s)?(?=\w+\s\w+\s\w+)
      | (?:on\s)?{_DAY}\s(?=(?:we|i)\s\w+\s\w+)
      | (?:since|from)\s(?:about\s|around\s|last\s|this\s)?(?:{_DAY}|morning|week|month)\s
        (?=(?:we|i|the|our|my|all|none|nobody)\s\w+\s\w+)
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
