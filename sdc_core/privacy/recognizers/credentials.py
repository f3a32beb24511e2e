"""Credentials in free text: said outright, close behind a word that announces one, or by form.

Rules of the LLM reference, section 8. What is an ordinary word after the keyword ("password
expired") stays. Every repetition is bounded, so a long line cannot make the search slow.
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.recognizers.credential_words import KEYWORD, PLAIN
from sdc_core.privacy.recognizers.tokens import LABEL, TOKENS

# What redaction itself put there is no secret.
_CUT = r"(?!\[SECRET\]|<[A-Z_]{2,30}_\d{1,6}>|\*{3,})"
_WORD = r"[^\s\"'`,;<>|]"
_QUOTED = r"\"[^\"\n]{2,80}\"|'[^'\n]{2,80}'|`[^`\n]{2,80}`|\u201c[^\u201d\n]{2,80}\u201d"
_BARE = rf"{_CUT}[^\s\"'`,;|][^\s\"`,;|]{{2,199}}"
# After a slash stands the second half of a pair of user name and password.
_VALUE = rf"(?:{_QUOTED}|{_BARE}(?:[ \t]?/[ \t]?[^\s]{{3,100}})?)"
_FOR_WHOM = r"(?:\s{1,2}(?:for|of|to|on|at|in)\s{1,2}\S{1,60}(?:[ \t]{1,2}\S{1,40}){0,5}?)?"
_SIGN = r"\s{0,3}(?:[:=]{1,2}>?|=>)[ \t]{0,3}\n?[ \t]{0,3}|\s{1,3}->\s{1,3}|\s{1,3}[-\u2013]\s{1,3}"
_VERB = (
    r"\s{1,3}(?:is|was|are|now|to be|set to|set as|changed to|reset to|will be|should "
    r"be|=)\b\s{0,2}:?\s{0,3}"
    r"(?:(?:now|still|currently|set to|changed to|reset to|back to|just)\s{1,2}){0,2}"
)
_NOT_PLAIN = rf"(?!{PLAIN}(?![\w@#$%^&*=+\\]|[!?.'-]\w)[^\w@#$%]?(?:\s|$))"
_IGNORE = re.IGNORECASE
_KEYWORD = re.compile(KEYWORD, _IGNORE)
_BY_SIGN = re.compile(rf"{KEYWORD}{_FOR_WHOM}(?:{_SIGN}){_NOT_PLAIN}({_VALUE})", _IGNORE)
_BY_VERB = re.compile(rf"{KEYWORD}{_FOR_WHOM}(?:{_VERB}){_NOT_PLAIN}({_VALUE})", _IGNORE)
_CHANGED = re.compile(
    rf"\b(?:re)?(?:set(?:ting)?|chang\w{{1,3}}|updat\w{{1,3}}|rotat\w{{1,3}})"
    rf"\b[^.\n]{{0,40}}?{KEYWORD}"
    rf"(?:\s(?:for|of|on)\s\S{{1,60}}(?:\s\S{{1,40}}){{0,3}}?)?\s(?:back )"
    rf"?to\s{_NOT_PLAIN}({_VALUE})",
    _IGNORE,
)
_PHRASE = re.compile(
    (
        r"\bpass ?phrase\b[^:=\n]{0,40}(?:[:=]|\bis\b)[ \t]{0,3}((?:[A-Za-z]{2,12}[ -])"
        r"{2,7}[A-Za-z0-9]{2,12})"
    ),
    _IGNORE,
)
_COMMANDS = (
    re.compile(rf"\bnet user \S{{1,64}} (?!/){_CUT}(\S{{1,128}})", _IGNORE),
    re.compile(
        rf"\bnet use \S{{1,100}} (?:\S{{1,100}} )?/u(?:ser)?:\S{{1,100}} (?!/){_CUT}(\S{{1,128}})",
        _IGNORE,
    ),
    re.compile(
        (
            rf"(?<![\w/-])(?:--?|/)(?:password|passwd|pass|pwd|pw|passphrase|secret|token|"
            rf"api-?key)[ \t=:]{{1,2}}[\"']?(?![-/]){_CUT}([^\s\"']{{3,128}})"
        ),
        _IGNORE,
    ),
    re.compile(
        rf"\b(?:psexec|sqlcmd|plink|sshpass|mysql|mysqldump|winexe)\b[^\n]{{0,80}}? "
        rf"-(?:p|P|pw)[ \t]?{_CUT}([^\s-]\S{{2,100}})"
    ),
    re.compile(rf"\bcurl\b[^\n]{{0,120}}? (?:-u|--user)[ \t][^\s:]{{1,60}}:{_CUT}(\S{{2,100}})"),
    re.compile(r"ConvertTo-SecureString[ \t](?:-String[ \t])?[\"']([^\"'\n]{3,100})[\"']", _IGNORE),
    re.compile(
        rf"<(?:password|pwd|secret|token|apikey|passphrase)>{_CUT}([^<\n]{{2,200}})</", _IGNORE
    ),
    re.compile(
        (
            rf"\b(?:enable secret|enable password|username \S{{1,40}} (?:password|secret)|"
            rf"key-string|snmp-server community|pre-shared-key)(?: \d)?(?: address "
            rf"\S{{1,40}})?[ \t]{_CUT}(\S{{3,128}})"
        ),
        _IGNORE,
    ),
    re.compile(
        (
            rf"[\"'](?:password|passwd|pwd|secret|token|api_?key|client_secret|"
            rf"access_token)[\"'][ \t]{{0,2}}:[ \t]{{0,2}}[\"']{_CUT}([^\"'\n]{{3,200}})"
            rf"[\"']"
        ),
        _IGNORE,
    ),
    re.compile(
        rf"(?<!\w)\w{{0,30}}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|_KEY|_PASS|_PWD)"
        rf"=[\"']?{_CUT}([^\s\"';]{{3,200}})"
    ),
)
_SHORT_CODE = re.compile(
    r"(?<!error )(?<!exit )(?<!stop )(?<!zip )(?<!area )(?<!event )(?<!status )"
    r"(?<!product )(?<!post )"
    r"(?<!postal )(?<!country )(?<!check )(?<!return )(?<!result )(?<!response )"
    r"(?<!http )(?<!dress )(?<!source )(?<!part )(?<!with )(?<!returned )(?<!fault )"
    r"(?<!with the )(?<!reason )"
    r"\b(?:pins?|pass ?codes?|codes?|combo|combination)(?: ?codes?| number)?(?: (?:is|"
    r"was|of|to))?[ \t:=#]{1,3}[\"']?(\d{4,8}(?:-\d{1,4}){0,2}#?|"
    r"\d{1,2}-\d{1,2}-\d{1,2}(?:-\d{1,2})?)(?![\w-]|\.\d)",
    _IGNORE,
)
_GIVEN_AS = re.compile(
    rf"\b(?:(?:re)?set|chang\w{{1,3}}|updat\w{{1,3}}|gave|give|given|use|used|using|"
    rf"type|typed|enter|entered|try|tried|it is|it's|its|now|logged in|log in|sign in|"
    rf"signed in)"
    rf"(?:[ \t][a-z]{{1,10}}){{0,3}}[ \t:]{{1,2}}({_CUT}(?=\S{{0,64}}\d)[^\s\"'`,;<>|()]{{6,64}})",
    _IGNORE,
)
_SLASHED = re.compile(
    rf"(?<![\w/:.@-])[\w.@\\+-]{{2,64}}[ \t]?[/|][ \t]?{_CUT}(?=\S{{0,64}}[A-Za-z])"
    rf"(?=\S{{0,64}}\d)(?=\S{{0,64}}[!@#$%^&*?A-Z-])([^\s/|\"']{{8,64}})"
)
_NOT_SECRET = re.compile(
    r"(?:KB\d{1,9}|v?\d{1,6}(?:\.\d{1,6}){1,5}|"
    r"(?-i:[A-Z]{2,15}[A-Z0-9]{0,15}-[A-Z0-9-]{1,30})|0x[0-9A-Fa-f]{1,16}|"
    r"[MO]365\S{0,20}|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}|\w{1,10}://\S{1,300}|"
    r"\d{1,2}:\d{2}\S{0,6}|[A-Za-z]{1,64}[.?!:]{0,3}|"
    r"[A-Za-z]{1,30}(?:[-/'\u2019][A-Za-z]{1,30}){1,5}[.?!:]{0,3}|#?\d{1,12}(?:st|nd|"
    r"rd|th|%|x|am|pm|h|min|GB|MB|TB)?[.?!:]{0,3}|"
    r"(?:\d{1,4}[-/.]){1,4}\d{1,4}|[$\u00a3\u20ac]\d[\d.,]{0,12}|(?:[A-Za-z]:)"
    r"?[\\/]\S{0,100}|[\w-]{1,40}\.(?:exe|msi|dll|pdf|docx?|xlsx?|txt|ps1|bat|log|zip|"
    r"pst|ost|com|net|org|local)|"
    r"[+(]?\d[\d() .-]{6,20}|\w{1,20}\(\w{0,10}\)|\w{1,30}[=:]\S{0,60}|win(?:dows)"
    r"?\d{1,2}|office\d{2,4}|server\d{2,4}|"
    r"(?-i:[A-Z][a-z]{1,12}-[A-Z][a-z][A-Za-z]{1,40})|-{1,2}[A-Za-z][A-Za-z-]{1,40}|"
    r"\$[a-z]{1,30}|[A-Z]{1,5}\d{1,4}|[A-Z]{2,5}\d{1,6}[a-z]?|<\w{1,40}>|\[\w{1,40}\])",
    re.IGNORECASE,
)
_LOWER = re.compile(r"[a-z]")
_UPPER = re.compile(r"[A-Z]")
_DIGIT = re.compile(r"\d")
_SYMBOL = re.compile(r"[!@#$%^&*?+=~]")
_INNER_UPPER = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_TRAILING = ".,;:)]}>\u201d"
_SOFT_ENDS = "!?"
# A command, a variable or an option stands there, not its value.
_CODE = re.compile(
    r"[A-Z][a-z]{1,12}-[A-Z]\w{1,40}\b|\$[a-z]{1,30}\b|-[A-Za-z]{2,}|[a-z]\w{0,30}\("
)
_IS_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]{1,2})?")
_INFLECTED = re.compile(r"\w{2,}(?:ed|ing|ly)", re.IGNORECASE)
_ENDS_HERE = re.compile(r"[ \t]{0,3}(?:$|[\n.,;!?)])")
_STANDALONE = re.compile(
    rf"(?<![\w@#$%^&*./\\:=+-])(?=[^\s]{{0,40}}[a-z])(?=[^\s]{{0,40}}[A-Z])"
    rf"(?=[^\s]{{0,40}}\d)(?=[^\s]{{0,40}}[@#$%^&*!])"
    rf"{_CUT}[A-Za-z0-9@#$%^&*!?+=~_.-]{{8,40}}(?=[\s,;.)\"']|$)"
)
_PRODUCT = re.compile(
    (
        r"(?:office|outlook|windows|win|server|exchange|acrobat|quickbooks|word|excel|"
        r"autocad|visual)\d{0,4}[!?]{1,3}"
    ),
    re.IGNORECASE,
)


class CredentialRecognizer:
    """Every form; the spans overlap where two forms find one secret."""

    def find(self, text: str) -> Iterator[Span]:
        """Form by form, each in the order of the text."""
        for pattern in TOKENS:
            yield from pattern.find(text)
        for start, end in self._said(text):
            if start < end:
                yield Span(start, end, LABEL)

    def _said(self, text: str) -> Iterator[tuple[int, int]]:
        for match in _BY_SIGN.finditer(text):
            if _CODE.match(text, match.start(1)):
                continue
            yield _trimmed(text, *match.span(1))
        for match in _BY_VERB.finditer(text):
            if _is_value(text, *match.span(1)):
                yield _trimmed(text, *match.span(1))
        for match in _CHANGED.finditer(text):
            if _is_value(text, *match.span(1)):
                yield _trimmed(text, *match.span(1))
        for pattern in (_PHRASE, _SHORT_CODE, *_COMMANDS):
            for match in pattern.finditer(text):
                yield _trimmed(text, *match.span(1))
        yield from _nearby(text)
        yield from _ahead(text)
        yield from _alone(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes around it and the end of the sentence behind it."""
    if text[start] in "\"'`\u201c" and end - start > 2:
        start, end = start + 1, end - (text[end - 1] in "\"'`\u201d")
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return start, end


def _is_value(text: str, start: int, end: int) -> bool:
    """A word of letters alone is a value only where its sentence ends, and not if inflected."""
    start, end = _trimmed(text, start, end)
    value = text[start:end]
    if _IS_WORD.fullmatch(value) and _INNER_UPPER.search(value):
        return True
    if _IS_WORD.fullmatch(value) is None:
        return _NOT_SECRET.fullmatch(value) is None or _DIGIT.search(value) is not None
    return _INFLECTED.fullmatch(value) is None and _ENDS_HERE.match(text, end) is not None


def _nearby(text: str) -> Iterator[tuple[int, int]]:
    """Up to two tokens that look made up, within 90 characters behind a keyword on its line."""
    for keyword in _KEYWORD.finditer(text):
        left = 2
        stop = text.find("\n", keyword.end(), keyword.end() + 90)
        stop = min(keyword.end() + 90, len(text)) if stop < 0 else stop
        for token in _TOKEN.finditer(text, keyword.end(), stop):
            end = _end_of_token(text, token.end())
            value = text[token.start() : end].rstrip(_TRAILING)
            if left and looks_secret(value):
                left -= 1
                yield token.start(), token.start() + len(value)


def _ahead(text: str) -> Iterator[tuple[int, int]]:
    """The value before its keyword: "reset it to Sunny-Day-42 so the password works"."""
    for match in _GIVEN_AS.finditer(text):
        value = match[1].rstrip(_TRAILING)
        reach = text[max(0, match.start() - 120) : match.end() + 90]
        if looks_secret(value) and _KEYWORD.search(reach):
            yield match.start(1), match.start(1) + len(value)


_TOKEN = re.compile(r"(?<![^\s\"'`,;<>|(/])[^\s\"'`,;<>|()/]{6,90}")
_REST = re.compile(r"[^\s\"'`,;<>|()/]{0,110}")


def _end_of_token(text: str, end: int) -> int:
    rest = _REST.match(text, end)
    return rest.end() if rest else end


def looks_secret(token: str) -> bool:
    """Mixes letters and digits, or holds a symbol, or has inner capitals, and is nothing known."""
    plain = token.rstrip(_SOFT_ENDS + _TRAILING)
    if len(plain) < 6 or _NOT_SECRET.fullmatch(plain):
        return False
    has_letter = bool(_LOWER.search(plain) or _UPPER.search(plain))
    if has_letter and _DIGIT.search(plain):
        return True
    return has_letter and (
        bool(_SYMBOL.search(plain))
        or (len(plain) >= 8 and bool(_INNER_UPPER.search(plain)) and not plain.isalpha())
    )


def _alone(text: str) -> Iterator[tuple[int, int]]:
    """Behind a slash or by itself, a token of four kinds of signs is a secret without a keyword."""
    for match in _SLASHED.finditer(text):
        if _NOT_SECRET.fullmatch(match[1].rstrip(_TRAILING)) is None:
            yield _trimmed(text, *match.span(1))
    for match in _STANDALONE.finditer(text):
        if _PRODUCT.fullmatch(match[0]) is None and "@" not in match[0][1:-1].rpartition(".")[0]:
            yield _trimmed(text, *match.span())
