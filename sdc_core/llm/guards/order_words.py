"""How texts begin that speak to a model: a table, in the languages in which they come.

Patterns meet folded text: small letters, plain Latin forms of look-alikes. Each names what a job
does not: rules, prompts, roles, the fields of an answer, a choice for the model. "Ignore my last
mail" and "system message: disk full" are jobs.
"""

import re

# Letters of other scripts that look like Latin ones (Unicode, confusables.txt; the common ones).
LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u03bf\u03b1\u03b5\u03b9\u03bd\u03c1\u03c4\u03c5\u0131\u2013\u2014\u2019\u2018",
    "aeopcxyijshdqwoaeivptui--''",
)
_RULES = r"(?:instructions?|rules|prompts?|guidelines|directives|orders|training|guardrails)"
_FIELDS = r"(?:title|headline|summary|category|overview|invoice[ _]line|customer[ _]?id|keywords)"
_MODELS = r"(?:ai|llms?|language models?|summari[sz]ers?|chat ?bots?|ai assistants?)"

_TOLD_BEFORE = (
    rf"\b(?:ignore|disregard|forget|override|bypass|violate)\b[^.\n]{{0,40}}\b{_RULES}\b",
    (
        r"\b(?:ignore|disregard|forget) (?:all|everything)\b[^.\n]{0,20}"
        r"\b(?:above|before|previous|prior|told)\b"
    ),
    rf"\bnew {_RULES}\b[^.\n]{{0,20}}(?::|\bfollow|\bfor you\b)",
    rf"\b(?:follow|obey|execute|comply with)\b[^.\n]{{0,20}}\b(?:the following|my) {_RULES}",
)
_WHO_IT_IS = (
    r"\byou are (?:now|no longer|unrestricted)\b",
    r"\byou are an? (?:ai|assistant|chat ?bot|language model)\b",
    (
        r"\b(?:act|behave|respond|answer|reply) as (?:an? |the |my )?"
        r"(?:ai|assistant|bot|model|system|unrestricted|different|pirate)\b"
    ),
    r"\bpretend (?:to be|you are|you're|that you)\b|\bfrom now on,? you\b",
    r"\byou (?:are|operate|run) in (?:\w+ )?mode\b|\bdan mode\b|\bdo anything now\b",
    (
        rf"\b(?:dear|hey|hi|hello|attention|(?:note|message|instructions?) (?:to|for))\b"
        rf"[ ,:]{{1,3}}(?:the |any |all |an? )?{_MODELS}\b"
    ),
    r"\b(?:llms?|language models?|ai assistants?)\b[^.\n]{0,30}\b(?:must|should|shall|reading) ",
    r"\bas an ai\b|\b(?:automated|robotic) (?:readers?|summar\w+)\b|\byour (?:real|actual) task\b",
    r"\b(?:process|read|summari[sz])\w* this automatically\b",
)
_MADE_UP_FRAME = (
    r"<\|[\w ]{2,30}\|>|\[/?inst\]|<</?sys>>|</?data-\w*|\bdata-[0-9a-f]{8,}\b",
    r"\bsystem (?:prompt|instructions?)\b",
    r"^\s*\[(?:technician|customer|internal note|to do)\]",  # as our own entries begin
    r"[\[#*<]\s*(?:system|developer|assistant)(?: \w+)?\s*[\]#*>:]",
    r"^\W*(?:system|assistant|developer)\W{1,4}(?:you|ignore|set|override|new|the user)\b",
    (
        r"[-=#*<\[]{2,}\s*(?:end|begin|start)(?: of)?(?: the)? "
        r"(?:data|input|conversation|record|context|prompt|user|system|ticket|document)\b"
    ),
    r"#{2,}\s*(?:instructions?|system|response|new rules?|task)\b",
)
_WHAT_TO_ANSWER = (
    (
        rf"\b{_FIELDS}\b[^.\n]{{0,25}}\b(?:must|should|shall|has to|have to)\b[^.\n]{{0,10}}"
        r"\b(?:be|say|read|contain|include)\b"
    ),
    (
        r"\b(?:set|make|use|write|return|output|give|put|answer|choose|pick|say|change|enter)\b"
        rf"[^.\n]{{0,25}}\b{_FIELDS}\b[^.\n]{{0,15}}(?:\b(?:to|as|that says)\b|[:=\"'`{{])"
    ),
    (
        r"[{\[,]\s*\\?[\"'](?:title|summary|category|customer_id|steps|line|keywords|open_items)"
        r"\\?[\"']\s*:"
    ),
    r"[{,]\s*\\?[\"']role\\?[\"']\s*:\s*\\?[\"'](?:system|assistant|developer)",
    (
        r"\b(?:respond|reply|answer|output|print|return|say|write)\b[^.\n]{0,15}"
        r"\b(?:only|exactly|verbatim|nothing but)\b[^.\n]{0,15}(?:\b(?:with|the|this)\b|[:\"'])"
    ),
    (
        r"\b(?:link|assign|attribute|match|map|attach)\b (?:me|this|it|us|the \w+|all \w+)\b"
        r"[^.\n]{0,25}\bto\b[^.\n]{0,15}\b(?:customer|client|account|company|candidate)\b"
    ),
    (
        r"\b(?:choose|pick|select|answer|return)\b[^.\n]{0,15}"
        r"\b(?:customer|candidate|id|option)\b[^.\n]{0,6}\d"
    ),
)
_HOW_TO_CALL_IT = (
    r"\bsummari[sz]e (?:it |this |that |the \w+ )?as\b",
    r"\btitle (?:this|it|that)(?: \w+)?\s*:",
    (
        r"\b(?:record|file|list|log|put) (?:it|this|that)\b[^.\n]{0,10}"
        r"\bunder the (?:heading|title|headline)\b"
    ),
    r"\bnote to the (?:model|bot)\s*[:,-]",
    (
        r"(?:^|[>.;])\s*(?:ai|llm|gpt|bot)\s*[:,]\s*(?:please )?"
        r"(?:say|write|answer|output|return|print|reply)\b"
    ),
    r"\bif you (?:fail|refuse) to (?:write|say|output|print)\b",
    r"\brequires? the (?:text|words?|phrase|sentence)\b",
    r"\b(?:answer|output|response) schema\b",
)
_WHAT_IT_KNOWS = (
    (
        r"\b(?:reveal|print|show|repeat|output|tell|send|leak|list|recite|append|include)\b"
        r"[^.\n]{0,30}\b(?:your (?:\w+ )?(?:instructions|rules|prompt)|hidden (?:prompt|rules)|"
        r"environment variables|(?:all|every|your|the) (?:api keys?|secrets))\b"
    ),
)
_OTHER_LANGUAGES = (
    (
        r"\b(?:ignorier\w*|vergiss\w*|missachte\w*)\b[^.\n]{0,40}"
        r"\b(?:anweisung\w*|regeln|vorgaben|befehle|instruktionen)\b"
    ),
    (
        r"\b(?:ignor[ae]\w*|olvid[ae]\w*|omit[ae]\w*)\b[^.\n]{0,40}"
        r"\b(?:instrucciones|reglas|indicaciones|istruzioni|regole|regras|instru\u00e7\u00f5es)\b"
    ),
    r"\b(?:ignore[rz]?|oublie[rz]?)\b[^.\n]{0,40}\b(?:instructions|consignes|r\u00e8gles)\b",
    r"\b(?:negeer|vergeet)\b[^.\n]{0,40}\b(?:instructies|regels|opdrachten)\b",
    r"\b(?:zignoruj|zapomnij)\b[^.\n]{0,40}\b(?:instrukcj\w*|polece\w*|zasad\w*)",
    (
        "\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\\w*[^.\\n]{0,40}"
        "\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\\w*"
    ),
    "\u5ffd\u7565[^\\n]{0,12}(?:\u6307\u4ee4|\u6307\u793a|\u8bf4\u660e|\u898f\u5247|\u89c4\u5219)",
)

ORDERS = tuple(
    re.compile(pattern.translate(LOOKALIKES), re.MULTILINE)
    for pattern in (
        *_TOLD_BEFORE,
        *_WHO_IT_IS,
        *_MADE_UP_FRAME,
        *_WHAT_TO_ANSWER,
        *_HOW_TO_CALL_IT,
        *_WHAT_IT_KNOWS,
        *_OTHER_LANGUAGES,
    )
)
