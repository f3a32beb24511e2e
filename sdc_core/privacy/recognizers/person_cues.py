"""What people stand among in a text: words before a name, behind it, and what a person has."""

import re

from sdc_core.privacy.names.tables import TITLES

# Right before a name; a colon, comma or quote may stand between.
BEFORE = re.compile(
    r"(?:\b(?:spoke (?:with|to)|talked (?:with|to)|speaking (?:with|to)|chatted with|"
    r"met with|worked with|working with|"
    r"called (?:by|for)?|call(?:s|ed)? from|call|phoned|emailed|e-mailed|texted|"
    r"messaged|told|asked|"
    r"contacted|helped|assisted|showed|trained|walked|advised|informed|notified|"
    r"reached(?: out to)?|"
    r"user|users|end user|contact|contacts|client contact|poc|attn\.?|attention|name|"
    r"full name|first name|last name|surname|maiden name|"
    r"name is|names? (?:was|are)|named|called|name's|i am|i'm|this is|"
    r"(?:maiden|last|first) name is|owner|manager|supervisor|boss|employee|new hire|"
    r"new employee|new user|new starter|starter|"
    r"receptionist|bookkeeper|secretary|assistant|colleague|coworker|co-worker|"
    r"technician|tech|dentist|doctor|hygienist|"
    r"attorney|lawyer|accountant|nurse|teacher|principal|director|intern|partner|"
    r"husband|wife|son|daughter|"
    r"brother|sister|mother|father|hi|hello|hey|dear|good morning|good afternoon|"
    r"thanks|thank you|thx|regards|cheers|sincerely|best|br|"
    r"voicemail from|message from|email from|mail from|request from|ticket from|note from|from|"
    r"reported by|requested by|approved by|submitted by|created by|assigned to|opened "
    r"by|signed by|signed|"
    r"closed by|escalated to|forwarded to|sent to|cc|per|said|says|by|customer|caller|"
    r"requestor|requester|reporter|"
    r"on behalf of|cover for|replaced by|reports to|mailbox (?:of|for)|account (?:of|"
    r"for)|laptop (?:of|for)|pc (?:of|for)|"
    r"computer (?:of|for)|password for|access for|profile (?:of|for)|onboard|offboard|"
    r"onboarding|offboarding|terminated?|termination|"
    r"add|added|remove|removed|disable|disabled|welcome|and|with|for|to|of|ask|see|"
    r"let|ping|wait for|waiting (?:for|on)|gave|give|tell|nobody told|ring for|handed (?:over )?to|"
    r"picked up by|left (?:it|the key) for|saw|met|only for)"
    r"[ \t]{0,2}[:,;!-]{0,2}[\s\"'(\u201c]{1,3})$",
    re.IGNORECASE,
)
# Of these alone a word that no list holds is believed to be a name.
STRONG = re.compile(
    r"(?:\b(?:spoke (?:with|to)|talked (?:with|to)|speaking (?:with|to)|chatted with|"
    r"met with|phoned|emailed|texted|"
    r"call(?:ed|s)? from|attn\.?|full name|first name|last name|surname|maiden name|"
    r"(?:maiden|last|first|my|his|her|full|whose) name is|"
    r"is named|was named|is called|was called|are called|called her|named (?:him|her)|user name is|"
    r"new hire|new employee|new starter|hi|hello|dear|voicemail from|reported by|"
    r"requested by|approved by|"
    r"assigned to|submitted by|on behalf of|contact person|poc|"
    r"receptionist|bookkeeper|hygienist|secretary|"
    r"(?:father|mother|wife|husband|son|daughter|brother|sister) is)"
    r"[ \t]{0,2}[:,-]?[\s\"'(\u201c]{1,2}|(?:^|\n)[>?* \t]{0,5}(?:name|contact|user|"
    r"from|caller|employee|attn|technician|tech|requester|owner|manager)[ \t]{0,2}:[ "
    r"\t]{1,8}|"
    r"\b(?:name|contact|caller|attn|requester|employee|customer name|last name\?|"
    r"name\?)[ \t]{0,2}[:?][ \t]{1,8}|"
    r"(?:^|\n)(?:thanks|thank you|regards|best regards|kind regards|best|cheers|"
    r"sincerely|br|thx)[,.!]?[ \t]{0,3}\n{1,2}[ \t]{0,3}-{0,2})$",
    re.IGNORECASE,
)
# Right behind a name: what only people do or have.
AFTER = re.compile(
    r"[,:]?[ \t]{1,2}(?:called|calls|calling|says|said|asked|asks|emailed|e-mailed|"
    r"mentioned|complained|complains|replied|"
    r"showed me|told|texted|phoned|rang|wants|wanted|wrote|writes|left (?:a )"
    r"?(?:voicemail|message|early|the company)|"
    r"walked|explained|is (?:on (?:vacation|leave|pto|site)|out|back|a new|the new|"
    r"off|very|coming|leaving|retiring|from)|"
    r"has (?:left|been with)|starts (?:on |next |mon|tue|wed|thu|fri|tomorrow|today)|"
    r"can(?:'t|not) (?:log|print|open|access|connect|send|get|sign)|"
    r"forgot|noticed|thinks|got (?:a|an) (?:new|phish|popup|error)|clicked|flew|"
    r"resigned|quit|was terminated|listed|points out|"
    r"read (?:me|us|out|off)|gave (?:me|us)|sent (?:me|us)|paid|on (?=[+(]?\d{5})|"
    r"began|spent|grew|lives|would like|approved|is (?:the )?(?:keynote|owner)|needs|"
    r"reports|reported|confirmed|listed)\b|"
    r"[ \t]?[<(][\w.+-]{1,64}@",
    re.IGNORECASE,
)
WEAK_AFTER = re.compile(
    r"[,:]?[ \t]{1,2}(?:needs|reports|reported|confirmed|approved|is|has|was|listed)\b",
    re.IGNORECASE,
)
# What a person has: "Anna's laptop".
OWNED = re.compile(
    r"['\u2019]s? (?:new |old |work |home |personal |outlook |email |company |office |"
    r"user |domain |windows |ad |m365 |o365 )?"
    r"(?:laptop|desktop|pc|computer|machine|workstation|phone|iphone|ipad|tablet|"
    r"mailbox|email|inbox|calendar|account|profile|"
    r"password|login|monitor|monitors|printer|keyboard|mouse|docking|dock|headset|"
    r"desk|office|files|folder|drive|onedrive|"
    r"outlook|vpn|user|extension|line|voicemail|license|licence|replacement|manager|"
    r"boss|wife|husband|daughter|son|mother|father|"
    r"kid|kids|house|home|cell|station|macbook|mac|signature|permissions|access|teams|"
    r"credentials|address|request|ticket|issue)\b",
    re.IGNORECASE,
)
# Also what is written small behind these is a name.
NAME_IS = re.compile(
    (
        r"(?:\b(?:my|her|his|full|last|first|maiden|whose) name is|\b(?:last|first|full|"
        r"maiden) name[:?]|\n[> ]{0,4}name:|^name:)[ \t]{1,3}$"
    ),
    re.IGNORECASE,
)
TITLE = re.compile(rf"\b(?:{TITLES})\b\.?[ \t]{{1,2}}$")
ASKED = re.compile(
    (
        r",[ \t](?:can|could|would|will|did|do|are|is|have|please|thanks|thank|just|i|we|"
        r"you|your|the)\b|:[ \t]?[\"\u201c]"
    ),
    re.IGNORECASE,
)
# The time of a line in a chat, before who says it.
STAMP = re.compile(
    r"(?:^|\n)[>* \t]{0,4}[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[ap]m)?[\])]?[ \t]{1,2}(?:-[ ])?$",
    re.IGNORECASE,
)
