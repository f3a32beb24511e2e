"""Sentences that speak to a model and not of the work: what they bring supports no answer.

A table of how such attacks begin, in the languages that they come in. It cannot be complete and
need not be: what a model may answer is bound by its schema, to the words of the record and to the
candidates, whatever the record says. This takes away the words that an attack itself brings.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Letters of other scripts that look like Latin ones (Unicode, confusables.txt; the common ones).
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u03bf\u03b1\u03b5\u03b9\u03bd\u03c1\u03c4\u03c5\u0131\u2013\u2014\u2019\u2018",
    "aeopcxyijshdqwoaeivptui--''",
)
_OBEY = r"(?:instructions?|rules|prompts?|guidelines|directives|orders|training|guardrails)"
_FIELDS = r"(?:title|summary|category|overview|invoice[ _]line|customer[ _]?id|keywords)"

ORDERS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # what the model was told before
        rf"\b(?:ignore|disregard|forget|override|bypass|violate)\b[^.\n]{{0,40}}\b{_OBEY}\b",
        r"\b(?:ignore|disregard|forget) (?:all|everything)\b[^.\n]{0,20}"
        r"\b(?:above|before|previous|prior|told)\b",
        rf"\bnew {_OBEY}\b[^.\n]{{0,20}}(?::|\bfollow|\bfor you\b)",
        rf"\b(?:follow|obey|execute|comply with)\b[^.\n]{{0,20}}\b(?:these|the following|my) {_OBEY}",
        # who the model is
        r"\byou are (?:now|no longer|an? (?:ai|assistant|chat ?bot|language model|unrestricted))\b",
        r"\b(?:act|behave|respond|answer|reply) as (?:an? |the |my )?"
        r"(?:ai|assistant|bot|model|system|admin\w*|unrestricted|different|pirate)\b",
        r"\bpretend (?:to be|you are|you're|that you)\b|\bfrom now on,? you\b",
        r"\b(?:developer|debug|god|dan|jailbreak) mode\b|\bdo anything now\b|\bjailbreak\b",
        r"\b(?:to|for|dear|hey|hi|hello|attention|note to)\b[ ,:]{1,3}(?:the |any |all )?"
        r"(?:ai|llms?|language models?|summari[sz]ers?|chat ?bots?|ai assistants?)\b",
        r"\bas an ai\b|\bai (?:assistant|model|agent|summari[sz]er)s?\b[^.\n]{0,30}"
        r"\b(?:must|should|shall|please|will|reading)\b",
        # a made-up frame
        r"<\|[\w ]{2,30}\|>|\[/?inst\]|<</?sys>>|</?data-\w*|\bdata-[0-9a-f]{8,}\b",
        r"\b(?:system|assistant|developer|admin) (?:prompt|message|instructions?|override|notice)\b",
        r"^\W*(?:role|system|assistant|developer)\W{1,4}(?:you\b|system\b|ignore\b|set\b|override\b)",
        r"[-=#*<\[]{2,}\s*(?:end|begin|start)(?: of)?(?: the)? "
        r"(?:data|input|conversation|record|context|prompt|user|system|ticket|document)\b",
        r"#{2,}\s*(?:instructions?|system|response|new rules?|task)\b",
        # what the answer shall be
        rf"\b{_FIELDS}\b[^.\n]{{0,25}}\b(?:must|should|shall|has to|have to)\b[^.\n]{{0,10}}"
        r"\b(?:be|say|read|contain|include)\b",
        rf"\b(?:set|make|use|write|return|output|give|put|answer|choose|pick|say|change|enter)\b"
        rf"[^.\n]{{0,25}}\b{_FIELDS}\b[^.\n]{{0,15}}(?:\b(?:to|as|that says)\b|[:=\"'`{{])",
        r"[{\[,]\s*\\?[\"'](?:title|summary|category|customer_id|steps|line|keywords|open_items|role)"
        r"\\?[\"']\s*:",
        r"\b(?:respond|reply|answer|output|print|return|say|write)\b[^.\n]{0,15}"
        r"\b(?:only|exactly|verbatim|nothing but)\b[^.\n]{0,15}(?:\bwith\b|\bthe\b|\bthis\b|[:\"'])",
        r"\b(?:link|assign|attribute|match|map|attach)\b (?:me|this|it|us|the \w+|all \w+)\b"
        r"[^.\n]{0,25}\bto\b[^.\n]{0,15}\b(?:customer|client|account|company|candidate)\b",
        r"\b(?:choose|pick|select|answer|return)\b[^.\n]{0,15}\b(?:customer|candidate|id|option)\b"
        r"[^.\n]{0,6}\d",
        # what the model knows
        r"\b(?:reveal|print|show|repeat|output|tell|send|leak|list|recite|append|include)\b"
        r"[^.\n]{0,30}\b(?:system prompt|your (?:\w+ )?(?:instructions|rules|prompt)|"
        r"hidden (?:prompt|rules)|environment variables|(?:all|every|your|the) (?:api keys?|secrets))\b",
        r"!\[[^\]\n]*\]\(",
        # the first of these in other languages
        r"\b(?:ignorier\w*|vergiss\w*|missachte\w*)\b[^.\n]{0,40}"
        r"\b(?:anweisung\w*|regeln|vorgaben|befehle|instruktionen)\b",
        r"\b(?:ignor[ae]\w*|olvid[ae]\w*|omit[ae]\w*)\b[^.\n]{0,40}"
        r"\b(?:instrucciones|reglas|indicaciones|istruzioni|regole|instru\u00e7\u00f5es|regras)\b",
        r"\b(?:ignore[rz]?|oublie[rz]?)\b[^.\n]{0,40}\b(?:instructions|consignes|r\u00e8gles)\b",
        r"\b(?:negeer|vergeet)\b[^.\n]{0,40}\b(?:instructies|regels|opdrachten)\b",
        r"\b(?:zignoruj|zapomnij)\b[^.\n]{0,40}\b(?:instrukcj\w*|polece\w*|zasad\w*)",
        r"\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\w*[^.\n]{0,40}"
        r"\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\w*",
        "\u5ffd\u7565[^\\n]{0,12}(?:\u6307\u4ee4|\u6307\u793a|\u8bf4\u660e|\u898f\u5247|\u89c4\u5219)",
    )
)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_ENTRY = re.compile(r"^(?=\[)", re.MULTILINE)


def is_order(text: str) -> bool:
    """Whether the text speaks to a model."""
    return next(_places(text), None) is not None


def before_orders(text: str) -> str:
    """The text up to the sentence in which it begins to speak to a model: all, as a rule."""
    place = min(_places(text), default=None)
    if place is None:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, place)]
    return text[: ends[-1] if ends else 0]


def without_orders(texts: Sequence[str]) -> list[str]:
    """The parts of a prompt with each entry (`[customer] ...`) up to where it begins to order."""
    return ["\n".join(map(before_orders, _ENTRY.split(text))) for text in texts]


def _places(text: str) -> Iterator[int]:
    """Where orders begin; of look-alike letters and wide ones the plain form is read."""
    folded, offsets = _folded(text)
    for pattern in ORDERS:
        if found := pattern.search(folded):
            yield offsets[found.start()] if offsets else found.start()


def _folded(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), []
    pieces = [unicodedata.normalize("NFKC", c).casefold().translate(_LOOKALIKES) for c in text]
    offsets = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*offsets, len(text)]
