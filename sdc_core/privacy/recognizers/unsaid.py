"""Secrets that no keyword announces: what is tried, used, typed or found on a sticker."""

import re
from collections.abc import Iterator

from sdc_core.privacy.recognizers.made_up import is_hyphened, is_made_up, may_be_secret

_VERB = re.compile(
    r"\b(?:tr(?:y|ied|ies|ying)|us(?:e|ed|es|ing)|typ(?:e|ed|es|ing)|"
    r"enter(?:ed|s|ing)?|g(?:a|i)ve|given|stor(?:e|ed|es|ing)|sav(?:e|ed|es|ing)|writing|saying|"
    r"rotat(?:e|ed|ing)|replac(?:e|ed|ing)|cop(?:y|ied)|expos(?:e|ed)|revok(?:e|ed)|tapped|"
    r"memori[sz]ed|recite[sd]?|whispered|shouted|spelled|"
    r"with|neither|nor|it['\u2019]?s|takes|took|says?|said|reads|is|was|"
    r"now|over to|set to|it to|to be|"
    r"wants?|needs?|remembers?|expects?|prefers?|knows|recalls?|forgot|"
    r"wrote|writes?|left|leave|read|saw|"
    r"got|get|gets|found|keeps?|kept|has|had|have|made|likes|picked|chose|temp|tell|told|becomes?|"
    r"sharing|one,|one is|dropped|put|pasted?|sent|texted|leaked|posted|shared|accepts?|"
    r"accepted|prova|essaye[rz]?|"
    r"probiert|versuch\w{0,3}|prob[ae]r?|prueba|avec|mit|con|met|com|med|z|v\u1edbi)"
    r"(?:[ \t](?:him|her|them|me|us|it|in|again|once|the|now|still|my|"
    r"with|using|as|on|off|either|just|"
    r"been|both|one|same|default|old|new|first|out))"
    r"{0,3}[ \t:]{1,2}[\"'`\u201c]?(?=([^\s\"'`,;<>|()\u201d]{6,64}))",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"[\"'`\u201d]?(?:,| and| or| nor| then|, then|,? and then)[ \t][\"'`\u201c]?("
    r"[^\s\"'`,;<>|()]{6,64})"
)
_HEX = re.compile(
    r"\b(?:dropped|pasted?|put|leaked|posted|shared|sent|gave|used|is|token|key|secret|hash)\b"
    r"[ \t:=]{1,3}([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![\w-])",
    re.IGNORECASE,
)
# "walnut-cable-ship got me past the lock screen"
_FIRST = re.compile(
    r"(?m)(?:^|[.!?][ \t])[\"'\u201c]?([^\s\"'`,;<>|()\u201d]{6,64})[\"'\u201d]?[ \t](?:g"
    r"ot|gets|works?|worked|"
    r"is|was|no longer|still|does|did|doesn['\u2019]t|didn['\u2019]t|"
    r"fail(?:s|ed)|lets?|open(?:s|ed)|unlock(?:s|ed))\b"
)
_WIFI = re.compile(
    r"\b(?:wi-?fi|wpa[23]?|wlan|hotspot)(?: is)?[ \t]?[:=]?[ \t]{1,2}(?=[^\s\d]{0,40}\d)"
    r"(?=[^a-z\s]{0,40}[a-z]{3})([^\s\"',;/()-]{8,40})",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"\b(?:md5|sha-?\d*|checksum|commit|digest|thumbprint|fingerprint|hash)\b", re.IGNORECASE
)
# In every word that is made up.
_ODD = re.compile(
    r"[A-Za-z][\d!#$%^*&~_+?@][A-Za-z\d!#$%^*]|\d[A-Za-z!#$%^*]|[a-z]-[A-Z\d]|[a-z][A-Z]|"
    r"[a-z]-[a-z]{2,14}-[a-z]"
)
_TRAILING = ".,;:)]}"
_BEFORE = 30


def find_unsaid(text: str) -> Iterator[tuple[int, int]]:
    """Of words that follow such a verb those that nobody writes for anything else."""
    if _ODD.search(text) is None:
        return
    for match in _VERB.finditer(text):
        yield from _tried(text, match)
    for match in _FIRST.finditer(text):
        if _is_sure(match[1]):
            yield match.span(1)
    for match in _WIFI.finditer(text):
        if may_be_secret(match[1]):
            yield match.start(1), match.start(1) + len(match[1].rstrip(_TRAILING))
    for match in _HEX.finditer(text):
        if _SUM.search(text, max(0, match.start() - _BEFORE), match.start(1)) is None:
            yield match.span(1)


def _is_sure(word: str) -> bool:
    return is_made_up(word) or (is_hyphened(word) and word.islower())


def _tried(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The first, and what stands in a row with it; one that is made up speaks for the other."""
    found = [match.span(1)]
    if (other := _ALSO.match(text, match.end(1))) is not None:
        found.append(other.span(1))
    are_sure = [_is_sure(text[start:end]) for start, end in found]
    for (start, end), is_sure in zip(found, are_sure, strict=True):
        if is_sure or (any(are_sure) and may_be_secret(text[start:end])):
            yield start, start + len(text[start:end].rstrip(_TRAILING + "?"))
