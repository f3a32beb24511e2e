"""User name and password beside each other: the one tells what the other is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sdc_core.privacy.names.tables import TERMS, WORDS
from sdc_core.privacy.recognizers.credential_forms import DIGIT, KEYWORD, TRAILING
from sdc_core.privacy.recognizers.credential_words import PLAIN, PLAIN_FOREIGN
from sdc_core.privacy.recognizers.logins import OF_ALL, is_like_login
from sdc_core.privacy.recognizers.made_up import is_hyphened, is_made_up, may_be_secret

_CUT = r"(?!\[SECRET\]|<[A-Z_]{2,30}_\d{1,6}>|\*{3,}|//)"
_VALUE = rf"[\"'`]?({_CUT}[^\s\"'`,;|<>]{{3,80}})"
_LOGIN = r"([A-Za-z][\w.$-]{1,40}(?:@[\w-]{1,40}(?:\.[\w-]{1,30}){1,4})?)"
_LABEL = (
    r"(?:user(?:[ _-]?name)?|log[ -]?in|logon|log(?:ged)?[ ](?:in|on)|"
    r"sign(?:ed)?[ ]in|uid|userid|id|usr|acct|"
    r"account|creds?|credentials|zugangsdaten|anmeldung|benutzer(?:name)?|"
    r"usuario|utilisateur|identifiant|utente|"
    r"gebruiker(?:snaam)?|u\u017cytkownik|usu\u00e1rio|anv\u00e4ndare|u)(?!\w)"
)
_ITS_LABEL = (
    r"(?:pass\w{0,6}|pas\w{0,3}w\w{0,4}|pwd?|p/w|p|secret|pin|kennwort|"
    r"mot de passe|mdp|contrase\u00f1a|clave|wachtwoord|ww|"
    r"senha|has\u0142o|haslo|l\u00f6senord|parola)"
)
_SYSTEM = (
    r"(?:admin(?:istrator)?|root|sa|ubnt|pi|cisco|guest|user|support|"
    r"service|operator|supervisor|super(?:user)?|"
    r"netadmin|sysadmin|localadmin|postgres|oracle|manager|tech|default|[\w-]{1,12}admin)"
)
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,30}){1,4}"
_SEP = r"[ \t]{0,2}(?://|[/|:,]|-(?=[ \t]))[ \t]{0,2}"


class Pair(NamedTuple):
    """Where both stand; a system account and a mail address are no `user`."""

    user: tuple[int, int] | None
    secret: tuple[int, int]


# Such as: user tbanks pass lobster7, username x and password y
_LABELLED = re.compile(
    rf"(?<![\w@.-]){_LABEL}[ \t]{{0,2}}(?:[:=]|is|as)?[ \t]{{0,2}}{_LOGIN}"
    rf"[\s,;/|]{{1,6}}(?:(?:and|und|y|et|e|en|with|mit)[ \t])?{_ITS_LABEL}(?![\w])[ \t]{{0,2}}"
    rf"(?:[:=]|is|-)?[ \t\n]{{0,2}}{_VALUE}",
    re.IGNORECASE,
)
# Such as: login pdurant with Topaz!331, creds kgoodwin : 0nQ3!^
_NAMED = re.compile(
    rf"(?<![\w@.-]){_LABEL}(?:/{_ITS_LABEL})?[ \t]{{0,2}}(?:[:=]|is|are|as|for|->)?[ \t]{{0,2}}(?:"
    rf"[\w-]{{1,20}}[ \t](?:is|:)[ \t])?{_LOGIN}"
    rf"(?:{_SEP}|[ \t](?:with|using|and|mit|und|con|avec)[ \t]){_VALUE}",
    re.IGNORECASE,
)
# "connect to 10.1.1.1 with bachmeiera and Basket*614"
_WITH = re.compile(
    (
        rf"\b(?:with|as|using|for|avec|con|mit|met|com|med|z)[ \t]{_LOGIN}(?:[ \t](?:and|"
        rf"/|with|using|et|y|e|en|och|i|und|&)[ \t]|"
        rf"[ \t]?/[ \t]?|:){_VALUE}"
    ),
    re.IGNORECASE,
)
_OF_SYSTEM = re.compile(
    (
        rf"(?<![\w@.\\/-])({_SYSTEM})(?:{_SEP}|[ \t](?:(?:and|with|mit|und|"
        rf"is)[ \t])?){_VALUE}"
    ),
    re.IGNORECASE,
)
# Before the form with its many ends: one look at where words start.
_HAS_SYSTEM = re.compile(
    r"admin|root|\bsa\b|ubnt|\bpi\b|cisco|guest|user|support|service|operator|super|"
    r"postgres|oracle|manager|\btech\b|default",
    re.IGNORECASE,
)
_OF_MAIL = re.compile(
    rf"(?<![\w@.-]){_MAIL}(?:{_SEP}|[ \t](?:with|and|using|mit|und)?[ \t]?){_VALUE}"
)
_P = re.compile(rf"(?<![\w.:/\\-])[Pp][ \t]?[:=][ \t]{{0,2}}{_VALUE}")
# Behind what it opens: dlowell // Peach!Tart2
_HEADED = re.compile(
    rf"(?m)^[^\n:]{{2,50}}:[ \t]{{1,3}}{_LOGIN}[ \t]{{0,2}}(?://|[/|])[ \t]{{0,2}}{_VALUE}"
)
# Before its password: hcole pw dune44
_FOLLOWED = re.compile(
    rf"(?<![\w@.\\/-])([a-z][a-z0-9._-]{{2,40}})[ \t]{{1,2}}\(?(?:with )?(?:pw|"
    rf"pwd|pass(?:word)?|kennwort|mdp)\b"
    rf"[ \t]{{0,2}}(?:[:=]|is)?[ \t]{{0,2}}{_VALUE}"
)
# Behind what it opens, the account, a comma: "DVR: admin, 448821", "console: kmoss, Fig!23rain"
_LISTED = re.compile(
    rf"(?m)^[ \t>*-]{{0,6}}[A-Za-z][^\n:,]{{1,50}}:[ \t]{{1,3}}{_LOGIN}[ \t]?,"
    rf"[ \t]{{1,2}}{_VALUE}[ \t]{{0,3}}$"
)
# Both names, then both: u/p kmoss barn77lamp
_SLASHED = re.compile(
    rf"(?<![\w@./-])(?:u|un|user(?:name)?|login|id)[ \t]?[/&+][ \t]?{_ITS_LABEL}(?!\w)[ \t]{{0,2}}"
    rf"(?:[:=-]|is|are|->)?[ \t]{{0,2}}{_LOGIN}[ \t,/|:]{{1,3}}{_VALUE}",
    re.IGNORECASE,
)
_HAS_SLASHED = re.compile(r"[/&+][ \t]?(?:p|secret|kennw|mot|mdp|c|w|senha|h|l)", re.IGNORECASE)
# The whole of a line.
_LINE = re.compile(rf"(?m)^[ \t>*-]{{0,6}}([a-z][\w.-]{{2,40}})({_SEP}){_VALUE}[ \t]{{0,3}}$")
_SHORTEST_PIN = 4
_PLAIN = re.compile(rf"{PLAIN}|{PLAIN_FOREIGN}", re.IGNORECASE)
_ENDS = re.compile(r"[ \t]{0,3}(?:$|[\n,;)]|\.(?:\s|$))")
_SIGNS = (
    "/",
    "|",
    ":",
    "@",
    ",",
    " - ",
    " and ",
    " with ",
    " using ",
    "pass",
    "pw",
    "user",
    "login",
    " p ",
    "\n",
    " mit ",
    "admin",
    "root",
    "usu",
    "gebr",
    "anv",
    "identif",
    "benutz",
    "utente",
    "utilis",
)


def find_pairs(text: str) -> Iterator[Pair]:
    """Form by form; one pair may be found by several."""
    folded = text.lower()
    if not any(sign in folded for sign in _SIGNS):
        return
    yield from _labelled(text)
    yield from _others(text)
    yield from _by_fields(text)
    yield from _lines(text)


def _labelled(text: str) -> Iterator[Pair]:
    for match in _LABELLED.finditer(text):
        if not _is_plain(match[2]) and (_is_sure_of(match) or may_be_secret(match[2])):
            yield _pair(text, match)
    for match in _FOLLOWED.finditer(text):
        if is_like_login(match[1]) and not _is_plain(match[2]):
            yield _pair(text, match)
    for form in (_NAMED, _WITH):
        for match in form.finditer(text):
            is_any = is_made_up(match[2]) or _is_somebody(match[1], or_system=True)
            if may_be_secret(match[2]) and is_any:
                yield _pair(text, match)


def _is_sure_of(match: re.Match[str]) -> bool:
    """Who logs in may be called like a thing ("reception") where signs tell the fields."""
    return _is_somebody(match[1], or_system=True) or ":" in match[0] or "=" in match[0]


def _others(text: str) -> Iterator[Pair]:
    for match in _OF_SYSTEM.finditer(text) if _HAS_SYSTEM.search(text) else ():
        if _is_of_system(text, match):
            yield Pair(None, _bare(text, *match.span(2)))
    if "@" in text:
        for match in _OF_MAIL.finditer(text):
            if may_be_secret(match[1]) and "@" not in match[1].rstrip(TRAILING)[1:]:
                yield Pair(None, _bare(text, *match.span(1)))
    for match in _HEADED.finditer(text):
        if may_be_secret(match[2]) and _is_somebody(match[1], or_system=True):
            yield _pair(text, match)
    for match in _P.finditer(text):
        if may_be_secret(match[1]):
            yield Pair(None, _bare(text, *match.span(1)))


def _by_fields(text: str) -> Iterator[Pair]:
    for match in _LISTED.finditer(text) if ", " in text and ": " in text else ():
        if _is_listed(match):
            yield _pair(text, match)
    for match in _SLASHED.finditer(text) if _HAS_SLASHED.search(text) else ():
        if not _is_plain(match[1]) and not _is_plain(match[2]):
            yield _pair(text, match)


def _lines(text: str) -> Iterator[Pair]:
    for match in _LINE.finditer(text):
        if KEYWORD.fullmatch(match[1]):
            continue
        is_close = match[2].strip() in {"/", "|", "//"}
        is_one = (may_be_secret if is_close else _is_sure)(match[3])
        if is_one and _is_somebody(match[1], or_system=True):
            yield Pair(_user(match[1], match.span(1)), _bare(text, *match.span(3)))


def _pair(text: str, match: re.Match[str]) -> Pair:
    return Pair(_user(match[1], match.span(1)), _bare(text, *match.span(2)))


def _user(name: str, span: tuple[int, int]) -> tuple[int, int] | None:
    is_one = "@" not in name and "-" not in name and _is_somebody(name, or_system=False)
    return (span[0], span[0] + len(name.rstrip("."))) if is_one else None


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in TRAILING:
        end -= 1
    return start, end


def _is_somebody(name: str, *, or_system: bool) -> bool:
    key = name.lower().rstrip(".")
    return (or_system and key in OF_ALL) or not (
        key in OF_ALL or key in WORDS or key in TERMS or _PLAIN.fullmatch(key)
    )


def _is_listed(match: re.Match[str]) -> bool:
    """Made up, or behind an account of every system a number or a word with one."""
    value = match[2].rstrip(TRAILING)
    if match[1].lower() in OF_ALL:
        is_number = value.isdigit() and len(value) >= _SHORTEST_PIN
        return is_number or may_be_secret(value)
    return _is_sure(value) or (is_like_login(match[1]) and may_be_secret(value))


def _is_plain(value: str) -> bool:
    return _PLAIN.fullmatch(value.rstrip(TRAILING + "!?")) is not None


def _is_sure(value: str) -> bool:
    return is_made_up(value) or is_hyphened(value)


def _is_of_system(text: str, match: re.Match[str]) -> bool:
    value = match[2].rstrip(TRAILING)
    plain = value.rstrip("!?")
    if may_be_secret(value) or value == match[1]:
        return True
    if match[1].lower() not in {"admin", "administrator", "root", "sa"}:
        return False
    if (
        ", " in text[match.end(1) : match.start(2)]
        or " and " in text[match.end(1) : match.start(2)]
    ):
        return False
    if re.fullmatch(r"[a-z]{4,20}\d{2,8}", plain):
        return True
    if plain.isdigit():
        return len(plain) >= _SHORTEST_PIN
    is_word = (
        plain.lower() in WORDS
        or plain.lower() in TERMS
        or _is_plain(value)
        or plain.lower() in OF_ALL
    )
    return (
        plain.isalnum()
        and not is_word
        and (plain.islower() or DIGIT.search(plain) is not None)
        and _ENDS.match(text, match.start(2) + len(value)) is not None
    )
