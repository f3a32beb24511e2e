"""Credentials in free text are cut, one way, before anything else looks at the text.

Forms: a keyword with its value (`pwd: x`, `password for Bob is "x"`), a keyword followed closely by
a token that looks like a secret, and well-known token formats (LLM reference, section 8). What is
an ordinary word after the keyword ("password expired") stays.
"""

import re

SECRET = "[SECRET]"  # noqa: S105 - the mark that stands for one

_KEYWORD = (
    r"\b(?:pass ?words?|passwd|pwd?s?|pass ?phrase|pass ?code|pass|pin(?: code)?|secret(?: key)?|"
    r"api[ _-]?keys?|(?:access |auth |bearer )?tokens?|psk|"
    r"(?:wi-?fi|wpa2?|wireless) (?:key|pass\w*)|"
    r"recovery keys?|(?:product|licen[cs]e|security) keys?|credentials|creds|logins?|"
    r"(?:mfa|2fa|otp|access|door|alarm|verification) codes?|(?:combination|combo))\b"
)
_PLAIN = (
    r"(?:reset|expired?|expires|expiring|changed?|changes|not|incorrect|wrong|invalid|required|the|"
    r"being|been|a|an|again|to|for|on|at|in|and|or|but|with|working|work|works|set|updated?|unknown|"
    r"same|correct|needed|missing|forgotten|lost|locked|blocked|stored|saved|saving|never|now|no|"
    r"still|too|very|only|also|just|via|from|when|screen|page|prompts?|policy|manager|failed|"
    r"failing|issues?|problems?|is|was|are|were|by|after|before|because|if|his|her|their|our|my|"
    r"your|it|that|this|they|we|he|she|accepted|rejected|rotated|revoked|renewed|recovered|ok|"
    r"okay|fine|good|back|synced|syncing|encrypted|protected|disabled|enabled|hashed|managed|shared|"
    r"out|up|down|off|email|mail|mails|please)"
)
# After a slash stands the second half of a pair of user name and password.
_VALUE = (
    r"""(?:"[^"\n]{2,80}"|'[^'\n]{2,80}'|`[^`\n]{2,80}`|[^\s"'`,;]\S{2,})"""
    r"(?:[ \t]?/[ \t]?\S{3,})?"
)
_GIVEN = (
    r"(?:\s*[:=]+>?\s*|\s+->\s*|\s+-\s+|\s+(?:is|was|are|now|set to|changed to|reset to|will be|"
    r"should be)\b\s*:?\s*(?:(?:now|still|set to|changed to)\s+)?)"
)
_FOR_WHOM = r"(?:\s+(?:for|of|to|on)\s+\S+(?:\s+\S+){0,3}?)?"
_DIRECT = re.compile(
    rf"({_KEYWORD}{_FOR_WHOM}{_GIVEN})(?!{_PLAIN}\b[^\w@#$%!]?(?:\s|$))({_VALUE})", re.IGNORECASE
)
_CHANGED = re.compile(
    rf"((?:re)?set(?:ting)?\b[^.\n]{{0,40}}?{_KEYWORD}(?:\s+(?:for|of)\s+\S+(?:\s+\S+)?)?\s+to\s+|"
    rf"chang\w+\b[^.\n]{{0,40}}?{_KEYWORD}(?:\s+(?:for|of)\s+\S+(?:\s+\S+)?)?\s+to\s+)"
    rf"(?!{_PLAIN}\b)({_VALUE})",
    re.IGNORECASE,
)
_NET_USER = re.compile(r"(\bnet user \S+ )(?!/)(\S+)", re.IGNORECASE)
_SHORT_CODE = re.compile(
    r"((?<!error )(?<!exit )(?<!stop )(?<!zip )(?<!area )(?<!event )(?<!status )"
    r"\b(?:pin|pass ?code|code)s?(?: code)?[ \t]+)(\d{4,8})\b",
    re.IGNORECASE,
)
_MIXED = r"(?=[^\s]*[A-Za-z])(?=[^\s]*(?:\d|[!@#$%^&*?+=~]))[A-Za-z0-9!@#$%^&*?+=~_.\-]{6,}"
_NEARBY = re.compile(rf"({_KEYWORD}(?:[ \t]+\w{{1,12}}){{0,2}}[ \t]+)({_MIXED})", re.IGNORECASE)
_NOT_SECRET = re.compile(
    r"^(?:KB\d+|v?\d+(?:\.\d+)+|[A-Z]{2,}[A-Z0-9]*-[A-Z0-9-]+|[A-Za-z]+-\d+|0x[0-9A-Fa-f]+|M365\S*|O365\S*|"
    r"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|\d{1,2}:\d{2}\S*|[A-Za-z]+[.?!]*|[A-Za-z]+[-/][A-Za-z]+[.?!]*)$"
)
_SLASHED = re.compile(
    r"(\b[\w.@\\-]{2,40}[ \t]?/[ \t]?)"
    r"(?=\S*[a-z])(?=\S*\d)(?=\S*[!@#$%^&*?A-Z])[^\s/]{8,}"
)
_FORMATS = re.compile(
    r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bAIza[\w-]{30,}|\bsk-[\w-]{16,}|\bxox[abprs]-[\w-]{8,}|"
    r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\b(?:\d{6}-){7}\d{6}\b|\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b|"
    r"-----BEGIN[A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END[A-Z ]*PRIVATE KEY-----|\Z)"
)
_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]+:)[^\s@]+(@)", re.IGNORECASE)


def cut_credentials(text: str) -> str:
    """The text with every credential replaced by `[SECRET]`."""
    text = _FORMATS.sub(SECRET, text)
    text = _IN_URL.sub(rf"\1{SECRET}\2", text)
    text = _SLASHED.sub(rf"\1{SECRET}", text)
    for form in (_DIRECT, _CHANGED, _NET_USER, _SHORT_CODE):
        text = form.sub(_cut, text)
    return _NEARBY.sub(_cut_unlikely, text)


def _cut(match: re.Match[str]) -> str:
    return f"{match[1]}{SECRET}"


def _cut_unlikely(match: re.Match[str]) -> str:
    return match[0] if _NOT_SECRET.match(match[2].rstrip(".!?")) else f"{match[1]}{SECRET}"
