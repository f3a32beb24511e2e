"""Secrets in passing: words as passwords in mid-sentence, endings, unlocks, names of settings."""

import re
from collections.abc import Callable, Iterator

from sdc_core.privacy.names.tables import TERMS, WORDS, read_words
from sdc_core.privacy.recognizers.credential_forms import INFLECTED, IS_PLAIN, NOT_SECRET

# What stands behind "password" and makes one thing with it: "password vault", "password hint".
_OF_PASSWORDS = read_words("password_words.txt")
_KEYWORD = r"(?:pass ?words?|passwd|pw|pwd|pass ?phrase|pass ?code)"
_CUT = r"(?!\[SECRET\]|<[A-Z_]{2,30}_\d{1,6}>)"
_SHORTEST = 4
_SHORTEST_ID = 2


def _is_word(value: str) -> bool:
    key = value.lower()
    known = (WORDS, TERMS, _OF_PASSWORDS)
    is_other = IS_PLAIN.match(value) or INFLECTED.fullmatch(value)
    return len(value) >= _SHORTEST and not is_other and not any(key in words for words in known)


def _is_odd(value: str) -> bool:
    return not value.isalpha()


def _is_short_id(value: str) -> bool:
    """Letters among digits, as programs for remote help make them up; no version."""
    turns = len(re.findall(r"\d[a-z]|[a-z]\d", value, re.IGNORECASE))
    return turns >= _SHORTEST_ID and NOT_SECRET.fullmatch(value) is None


def _is_any(value: str) -> bool:
    return bool(value)


def _is_drive(value: str) -> bool:
    return re.match(r"\\\\|[a-zA-Z]:|\*$|/", value) is None


def _is_dotted(value: str) -> bool:
    """Such as "Start.123", "Kite.River8": no product, no word of a setting."""
    parts = re.findall(r"[A-Za-z]+", value.lower())
    return not any(part in words for part in parts for words in (WORDS - {"start"}, TERMS))


# Signs of which one is in every match, form, what may stand there.
_ROWS: tuple[tuple[tuple[str, ...], str, Callable[[str], bool]], ...] = (
    # "signed in with the password teamwork on both"
    (
        ("pass", "pw"),
        (
            rf"\b(?:with|using|us(?:e|ed|es)|tr(?:y|ied|ies)|typ(?:e|ed|es)|enter(?:ed|s)?|gave|"
            rf"has|had|have|takes|took|accept(?:s|ed)|shar(?:e|es|ed|ing)|knows?|"
            rf"remembers?)[ \t](?:(?:the|his|her|their|our|my|your|a|same|old|new|default|"
            rf"temp|temporary|admin|local|wi-?fi|guest|shared)[ \t])"
            rf"{{0,3}}{_KEYWORD}[ \t][\"']?((?-i:[a-z]{{4,20}}))[\"']?(?![\w'/-])"
        ),
        _is_word,
    ),
    # "the password teamwork does not work anymore"
    (
        ("pass", "pw"),
        (
            rf"\b(?:the|his|her|their|our|my|your)[ \t](?:[a-z-]{{2,12}}[ \t])?{_KEYWORD}[ \t]"
            rf"[\"']?((?-i:[a-z]{{4,20}}))[\"']?(?=[ \t](?:does|did|do|no longer|still|works?|"
            rf"worked|was|is|isn't|doesn't|didn't|got|for|on|that|which|everywhere|from)\b)"
        ),
        _is_word,
    ),
    # "the pw is fluffy the cat 9, spaces included"
    (
        ("space",),
        (
            rf"\b{_KEYWORD}[ \t]?(?:is|was|now|:|=)[ \t]{{0,2}}{_CUT}"
            rf"((?:[\w!?'-]{{1,20}}[ ]){{1,6}}"
            rf"[\w!?'-]{{1,20}})(?=[ \t]?[,;(-][ \t]?(?:with |all |no |including |and )?(?:the )?"
            rf"(?:spaces|blanks|lower ?case))"
        ),
        _is_any,
    ),
    # "same password but with 2026 at the end", "put !26 on the end"
    (
        (" end", "front", "back", "begin"),
        (
            r"\b(?:pass\w{0,6}|pw|pwd|pin|login|same|usual|old one)\b[^\n]{0,60}?"
            r"\b(?:put|puts|with|add|adds|added|plus|append(?:ed|s)?|stick|stuck|tack(?:ed)?)"
            rf"[ \t](?:an?[ \t])?[\"']?{_CUT}([^\s\"',;()<>]{{2,12}})[\"']?[ \t]"
            r"(?:at|on|to|onto|in)[ \t](?:the[ \t])?(?:very[ \t])?(?:end|front|back|beginning)\b"
        ),
        _is_odd,
    ),
    # "her phone unlocks with 551395", "the tablet opens with 4410"
    (
        ("unlock", "opens", "open ", "wakes"),
        (
            r"\b(?:phone|iphone|ipad|tablet|mobile|handset|screen|macbook|mac|laptop|device|watch|"
            r"till|kiosk|terminal|it)[ \t](?:is[ \t])?(?:unlock(?:s|ed)?|opens?|wakes)[ \t]"
            r"(?:with|using|by)[ \t](?:the[ \t])?(?:code[ \t]|pin[ \t])?(\d{4,10}[#*]?)(?![\w-])"
        ),
        _is_any,
    ),
    # `net use \\10.1.1.1\ipc$ tiger-cub-lamp /user:corp\bob`
    (("net use",), r"\bnet use \S{1,100} (\S{3,100}) (?=/u(?:ser)?:)", _is_drive),
    # `PrivateKey = Zk3...=`, `applicationKey K00...`
    (
        ("key", "secret", "token", "psk", "pass", "pwd"),
        (
            rf"(?<!\w)(?-i:[A-Za-z]{{0,20}}(?<!ublic)(?<!ubKey)(?:Key|Secret|Token|Psk|PSK|"
            rf"Password|Passphrase|Pwd))[ \t]{{0,2}}[:=][ \t]{{0,2}}[\"']?{_CUT}"
            rf"(?=\S{{0,80}}\d)([A-Za-z0-9+/=_~.-]{{12,200}})"
        ),
        _is_odd,
    ),
    (
        ("key",),
        (
            rf"(?<!\w)(?-i:[a-z]{{3,14}}Key)[ \t]{_CUT}(?=\S{{0,80}}\d)"
            rf"([A-Za-z0-9+/=_-]{{16,200}})(?![\w.])"
        ),
        _is_odd,
    ),
    # "key for the dashboard 6bec40..."
    (
        ("key",),
        (
            r"\bkeys?\b(?![ \t]?id)[^\n=]{1,60}?[ \t:]"
            r"([0-9a-f]{32,64}|(?=[^\s]{0,60}\d)(?=[^\s]{0,60}[a-z])(?=[^\s]{0,60}(?-i:[A-Z]))"
            r"[A-Za-z0-9]{24,80})(?![\w./-])"
        ),
        _is_any,
    ),
    # "TeamViewer 1k9x7q"
    (
        ("viewer", "desk", "support", "splash"),
        (
            r"\b(?:team ?viewer|any ?desk|quick ?support|rust ?desk|splashtop|ultraviewer)"
            r"\b(?:[ \t]?(?:id)?[ \t:#]{1,2}(?:\d{3}[ ]?){3,4})?[^\n\w]{1,3}"
            r"(?:(?:is|session|code|pw|pass)[ \t:]{1,2})?"
            r"([a-z0-9]{6,10})(?![\w.-])"
        ),
        _is_short_id,
    ),
    # "reset it to Start.123", "try Kite.River8"
    (
        (".",),
        (
            r"\b(?:to|try|tried|use|used|using|with|is|was|now|still|type|typed|got|either|takes|"
            r"wants|"
            r"accepts)[ \t:]{1,2}[\"']?((?-i:[A-Z][a-z]{2,14}"
            r"(?:\.[A-Z][a-z]{2,14}){0,2}\.?)(?<=[.a-z])\d{1,6}"
            r"[!?]?)(?=[\"']?(?:[\s,;)]|\.(?:\s|$)|$))"
        ),
        lambda value: "." in value and _is_dotted(value),
    ),
    # "just use letmein it works on everything"
    (
        (
            "letme",
            "changeme",
            "change-me",
            "ilove",
            "trustno",
            "passw0",
            "p@ssw",
            "qwert",
            "abc12",
            "admin12",
            "12345",
            "hunter2",
        ),
        (
            r"\b(?:just|try|tried|use|used|using|with|is|was|still|typed?|to|on)[ \t][\"']?"
            r"(letmein\d{0,4}|change-?me\d{0,4}|iloveyou|trustno1|passw0rd|p@ssw0rd|qwerty\d{1,4}|"
            r"qwertz\d{0,4}|abc123|admin123|123456\d{0,3}|hunter2)[!?]?(?![\w@-])"
        ),
        _is_any,
    ),
)
_FORMS = tuple((signs, re.compile(form, re.IGNORECASE), accepts) for signs, form, accepts in _ROWS)


def find_asides(text: str) -> Iterator[tuple[int, int]]:
    """Form by form, each in the order of the text."""
    folded = text.lower()
    for signs, form, accepts in _FORMS:
        if any(sign in folded for sign in signs):
            for match in form.finditer(text):
                if accepts(match[1]):
                    yield match.span(1)
