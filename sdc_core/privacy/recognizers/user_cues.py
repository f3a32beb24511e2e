"""Names of accounts behind words as administrators write: who was locked out, who ran what.

Behind a command or a field any word that is none else is one; behind a verb of every day only
what companies make accounts of (`recognizers.logins`).
"""

import re
from collections.abc import Callable, Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.names.tables import read_words
from sdc_core.privacy.recognizers.credential_words import FOREIGN, PLAIN
from sdc_core.privacy.recognizers.logins import is_like_login, is_somebody, is_surely_login
from sdc_core.privacy.recognizers.pairs import find_pairs

LABEL = "USERNAME"
_NAME = r"([A-Za-z][\w.-]{1,40}(?<![.-]))(?!\\)"
_SMALL = r"((?-i:[a-z][a-z0-9._-]{1,40})(?<![.-]))(?![\w\\(])"
_DOMAIN = r"(?:[\w.-]{1,20}\\)?"
_QUOTE = r"[\"'\u201c]?"
_PLAIN = re.compile(PLAIN)
_NOTHING = read_words("no_accounts.txt")


def _is_named(name: str) -> bool:
    key = name.lower()
    return is_somebody(name) and key not in _NOTHING and _PLAIN.fullmatch(key) is None


def _is_login(name: str) -> bool:
    return is_like_login(name) and name.lower() not in _NOTHING


_VERBS = (
    r"(?:New|Get|Set|Remove|Enable|Disable|Unlock|Rename|Add|Reset|Revoke|"
    r"Update)-(?:Local|AD|Msol|AzureAD|Mg|CAS|Remote|Ms)?"
    r"(?:User|Mailbox|Account|AccountPassword|UserPassword|UserLicense|"
    r"MailboxPermission|PrincipalGroupMembership|"
    r"UserSignInSession|MailboxStatistics)"
)
# Sign, form, what may stand there.
_ROWS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    (
        "whoami",
        (
            rf"\bwhoami\b[^\w\n]{{0,4}}(?:returns|says|shows|gives|is|was|prints|"
            rf"=|:|->)?[ \t]{{0,2}}{_QUOTE}{_DOMAIN}{_NAME}"
        ),
        _is_named,
    ),
    (
        "-",
        (
            rf"\b{_VERBS}[ \t](?:-(?:Identity|Name|SamAccountName|UserPrincipalName|"
            rf"UserId|User)[ \t])?{_QUOTE}(?!-){_DOMAIN}{_NAME}"
        ),
        _is_named,
    ),
    (
        "-",
        (
            rf"(?<!\w)-(?:Identity|SamAccountName|UserName|User|Trustee|Delegate|"
            rf"Manager)[ \t]{_QUOTE}{_DOMAIN}{_NAME}"
        ),
        _is_named,
    ),
    (
        "for ",
        (
            rf"\b(?:accepted|failed|invalid) (?:password|publickey|login|keyboard-interactive\S"
            rf"{{0,8}}|none) (?:attempt )?for (?:(?:invalid )?user )?{_NAME}(?= from|"
            rf"$)"
        ),
        _is_named,
    ),
    ("session", rf"\bsession (?:opened|closed|started|ended) for user {_NAME}", _is_named),
    (
        "name",
        (
            rf"\b(?:target|subject)?(?:user|account)[ _]?name[ \t]{{0,2}}[:=][ \t]{{0,3}}"
            rf"{_DOMAIN}{_NAME}"
        ),
        _is_named,
    ),
    (
        "account",
        rf"\b(?:logon|security|source) account[ \t]{{0,2}}[:=][ \t]{{0,3}}{_DOMAIN}{_NAME}",
        _is_named,
    ),
    (
        "su",
        rf"\b(?:su -l?|sudo -u|crontab -u|userdel|useradd|adduser|deluser)[ \t]{_NAME}",
        _is_named,
    ),
    ("chown", rf"\bchown (?:-\w{{1,3}} )?{_NAME}(?=:)", _is_named),
    (
        "localgroup",
        (
            rf"\bnet localgroup {_QUOTE}[\w ]{{1,30}}?{_QUOTE} {_DOMAIN}{_NAME}(?= /|"
            rf"$)"
        ),
        _is_named,
    ),
    ("user:", rf"/user:{_DOMAIN}{_NAME}", _is_named),
    (
        "user",
        (
            rf"\b(?:quser|query user|qwinsta)\b[^\n]{{0,20}}?(?:shows|lists|has|"
            rf"says)[ \t]{_SMALL}"
        ),
        _is_named,
    ),
    (
        "lock",
        (
            rf"\block(?:ed)?[ -]?outs?\b[^\n.]{{0,20}}?\b(?:for|of|on|by|from)[ \t](?:user |"
            rf"account )?{_SMALL}"
        ),
        _is_named,
    ),
    (
        "47",
        (
            rf"\b(?:4740|4625|4771|4776|4767|4724|4723)\b[^\n.\w]{{0,3}}(?:events? )?(?:for |"
            rf"on |of )?{_SMALL}"
        ),
        _is_named,
    ),
    ("46", rf"\b4625\b[^\n.\w]{{0,3}}(?:events? )?(?:for |on |of )?{_SMALL}", _is_named),
    (
        "log",
        (
            rf"\b(?:failed|bad|repeated|suspicious|risky|unusual|successful)[ \t](?:log[ -]?[io]n"
            rf"s?|sign[ -]?ins?)(?: attempts?)?[ \t](?:for|from|by|of|on)[ \t]{_SMALL}"
        ),
        _is_named,
    ),
    (
        "password",
        rf"\bbad ?password ?(?:count|attempts?)[ \t](?:for|of|on|by)[ \t]{_SMALL}",
        _is_named,
    ),
    (
        "name",
        (
            rf"\b(?:user ?names?|log[io]n names?|account names?|user ?ids?)[ \t](?:is|"
            rf"are|was|were|should be|will be|became|of)[ \t]{_QUOTE}{_SMALL}"
        ),
        _is_named,
    ),
    (
        "name",
        rf"\b(?:log[io]n name|user ?name|sam ?account ?name|upn)[ \t]{_QUOTE}{_SMALL}",
        _is_named,
    ),
    (
        "log",
        (
            rf"\b(?:her|his|their|my|the|whose|user['\u2019]s)[ \t]log[io]ns?[ \t](?:is|"
            rf"are|was|were)[ \t]{_QUOTE}{_SMALL}"
        ),
        _is_named,
    ),
    (
        " as ",
        (
            rf"\b(?:rd[pc]|ssh|sftp|ftp|vnc|log(?:ged|ging|s)?|logins?|sign(?:ed|"
            rf"ing|s)?|connect\w{{0,4}}|r[au]n(?:s|ning)?|runas|"
            rf"authenticat\w{{1,4}}|remot\w{{1,4}}|mount\w{{0,3}}|started|scheduled|"
            rf"impersonat\w{{1,4}})\b[^\n]{{0,50}}?[ \t]as[ \t](?:user[ \t])?{_DOMAIN}{_SMALL}"
        ),
        _is_named,
    ),
    ("able", rf"\b(?:re-?)?(?:dis|en)able[ds]?[ \t](?:user |account |login )?{_SMALL}", _is_login),
    ("offboard", rf"\boffboard[^\n]{{0,80}}?\bdisable[ds]?[ \t]{_SMALL}", _is_named),
    ("", rf"\b(?:(?:un)?lock(?:ed|s)?|rename[ds]?)[ \t](?:user |account )?{_SMALL}", _is_login),
    ("board", rf"\b(?:off|on)board(?:ed|ing)?[ \t]{_SMALL}", _is_login),
    ("mailbox", rf"\bmailbox(?:es)?[ \t](?:of |for |named )?{_SMALL}", _is_login),
    ("session", rf"\bsessions?[ \t](?:of|for|from)[ \t]{_SMALL}", _is_login),
    (
        "",
        (
            rf"\b(?:pass\w{{1,6}}|kennwort|pw|pwd|mfa|2fa|creds?|credentials|"
            rf"profile|account|login|licen[cs]e|home folder|permissions|vpn|access|"
            rf"token|pin|typed[ \t]\S{{4,40}}|passwort[ \t]\S{{4,40}})[ \t](?:reset |"
            rf"access |profile )?(?:for|of|f\u00fcr)[ \t](?:user )?{_SMALL}"
        ),
        _is_login,
    ),
    (
        "",
        (
            rf"(?<!\w)(?:{FOREIGN})[ \t](?:f\u00fcr|fuer|von|de|para|pour|per|"
            rf"di|voor|van|dla|f\u00f6r|av|cho|do)[ \t]{_SMALL}(?=[ \t](?:ist|"
            rf"lautet|war|es|est|\u00e8|is|to|jest|\u00e9|\u00e4r|l\u00e0|auf|"
            rf"gesetzt|zur)|[ \t]?[:=])"
        ),
        _is_login,
    ),
    ("://", rf"://{_NAME}(?=:[^\s@/]{{1,100}}@|@)", _is_named),
    (
        "user",
        (
            rf"\buser[ \t]{_SMALL}(?=[ \t](?:hit|was|is|has|had|got|gets|tried|"
            rf"exceeded|from|on|in|logged|failed|did|keeps))"
        ),
        _is_login,
    ),
    (
        "user",
        (
            rf"\b(?:add|added|create[ds]?|made|new|delete[ds]?|remove[ds]?|rename[ds]?|"
            rf"license[ds]?|move[ds]?|copied|copy|reset)[ \t]"
            rf"(?:the )?(?:local |ad |domain |new )?(?:user|account|login)[ \t]{_QUOTE}{_SMALL}"
        ),
        _is_named,
    ),
    ("profile", rf"\bprofile (?:of|for|folder) {_SMALL}", _is_login),
    ("(", rf"\((?:user|login|account|acct|username):?[ \t]{_SMALL}\)", _is_named),
    ("logon", rf"\blast (?:logon|login|sign-?in) (?:of|by|for) {_SMALL}", _is_login),
    (
        "account",
        (
            rf"\b(?:created?|made|set up|added|deleted?|removed?)[ \t](?:an? )?(?:new )?(?:\w"
            rf"{{1,10}} )?account[ \t](?:for )?{_SMALL}"
        ),
        _is_login,
    ),
    ("rename", rf"\brename[ds]?[ \t](?:\S{{2,60}}[ \t]){{1,3}}?to[ \t]{_SMALL}", _is_login),
    (
        "",
        (
            rf"\b(?:add|adds|added|put|remove[ds]?|took|dropped|moved?)[ \t]{_SMALL}"
            rf"(?=[ \t](?:to|into|from|out of|in)[ \t])"
        ),
        _is_login,
    ),
    ("admin", rf"\b(?:local |domain |global )?admin(?: user| account)? is {_SMALL}", _is_login),
    ("user.name", rf"\buser\.name[ \t=]{{1,3}}{_QUOTE}{_NAME}", _is_named),
    ("impersonat", rf"\bimpersonat\w{{1,4}}[ \t]{_SMALL}", _is_named),
    ("owner", rf"\bowner[ \t]?[:=][ \t]?(?:[\w-]{{1,20}}\\){_NAME}", _is_named),
    ("owned by", rf"\bowned by[ \t]{_DOMAIN}{_SMALL}", _is_login),
)
_CUES = tuple((sign, re.compile(form, re.IGNORECASE), accepts) for sign, form, accepts in _ROWS)
_ALONE = re.compile(
    r"(?<![\w@.\\/:#-])([a-z]{6,20}\d{0,3}|[a-z]{1,15}[._][a-z]{3,20}\d{0,3})(?![\w@\\:/-]|\.\w)"
)
# `corp\jcarrasco`; a folder and what is in it are written alike.
_IN_DOMAIN = re.compile(
    r"(?<![\w\\/:.%$-])([A-Za-z][A-Za-z0-9-]{1,14})\\([A-Za-z][\w.-]{1,40}(?<![.-]))(?![\w\\])"
)
_DOMAINS = frozenset(
    {"ad", "azuread", "company", "corp", "dom", "domain", "hq", "intern", "intra", "lan", "local"}
)
# "ksmythe2, not ksmythe", "kstroud and mstroud"
_NEXT = re.compile(r"(?:, not|,? and| or| not|/|,)[ \t]?([a-z][a-z0-9._-]{2,40})(?<![.-])(?![\w@])")


class AccountRecognizer:
    """Accounts behind cues, in domains, and beside their passwords."""

    label = LABEL

    def find(self, text: str) -> Iterator[Span]:
        """Cue by cue; the spans overlap where two find one account."""
        folded = text.lower()
        for sign, cue, accepts in _CUES:
            if sign in folded:
                yield from _behind(text, cue, accepts)
        if "\\" in text:
            yield from _in_domain(text)
        for word in _ALONE.finditer(text):
            if is_surely_login(word[1]):
                yield Span(*word.span(1), LABEL)
        for pair in find_pairs(text):
            if pair.user is not None:
                yield Span(*pair.user, LABEL)


def _behind(text: str, cue: re.Pattern[str], accepts: Callable[[str], bool]) -> Iterator[Span]:
    for match in cue.finditer(text):
        if not accepts(match[1]):
            continue
        yield Span(*match.span(1), LABEL)
        other = _NEXT.match(text, match.end(1))
        if other is not None and (is_like_login(other[1]) or _is_alike(match[1], other[1])):
            yield Span(*other.span(1), LABEL)


def _is_alike(one: str, other: str) -> bool:
    """`ksmythe2` and `ksmythe`, `kstroud` and `mstroud`."""
    return one[:3] == other[:3] or one[1:5] == other[1:5]


def _in_domain(text: str) -> Iterator[Span]:
    for match in _IN_DOMAIN.finditer(text):
        domain, name = match.groups()
        is_sure = domain.isupper() or domain.lower() in _DOMAINS
        if _is_login(name) or (is_sure and _is_named(name) and "." not in name[-5:-2]):
            yield Span(*match.span(2), LABEL)
