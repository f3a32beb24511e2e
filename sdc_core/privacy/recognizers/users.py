"""Names of accounts: in commands, beside a password, behind `user:` and in paths."""

import re

from sdc_core.privacy.names.tables import TERMS, WORDS
from sdc_core.privacy.recognizers.credential_forms import INFLECTED
from sdc_core.privacy.recognizers.credential_words import PLAIN
from sdc_core.privacy.recognizers.logins import OF_ALL
from sdc_core.privacy.recognizers.pattern import Pattern
from sdc_core.privacy.recognizers.user_cues import AccountRecognizer

LABEL = "USERNAME"
_PLAIN = re.compile(PLAIN)
_NAME = r"[A-Za-z][\w.$-]{1,63}(?<![.])"
_LOGIN = r"[A-Za-z](?:[\w.$-]{0,63}(?:[\d_]|\.[a-z])[\w.$-]{0,63})(?<![.])"
_VERB = (
    r"(?:is|was|has|cannot|can't|could|needs|gets|got|locked|unlocked|disabled|deleted|created|"
    r"reported|reports|account|keeps|had|unable|logged|left|removed|added)"
)


def _is_somebody(name: str) -> bool:
    key = name.lower()
    is_verb = INFLECTED.fullmatch(key) is not None or _PLAIN.fullmatch(key) is not None
    return not is_verb and key not in OF_ALL and key not in WORDS and key not in TERMS


def _user(regex: str, *, ignores_case: bool = True) -> Pattern:
    flags = re.IGNORECASE if ignores_case else 0
    return Pattern(LABEL, re.compile(regex, flags), 1, accepts=_is_somebody)


USERS = (
    _user(rf"\bnet user (?!/)({_NAME})"),
    _user(rf"(?<![\w/])[/-]u(?:ser(?:name)?)?[: =](?:[\w.-]{{1,30}}\\)?({_NAME})"),
    _user(
        r"\b(?:user ?name|user ?id|uid|login(?: name| id)?|logon(?: name)?|account name|"
        rf"sam ?account ?name|upn|usr)[ \t]{{0,2}}(?:[:=]|is)[ \t]{{0,3}}[\"']?({_NAME})"
    ),
    _user(
        rf"\b(?:login|logon|creds|credentials|account|user|acct)[: ]{{1,2}}({_NAME})"
        r"(?=[ \t]?/[ \t]?\S{4})"
    ),
    _user(
        rf"\b(?:user|usr|login|logon|uid|u|name|acct|account)[ \t]?[:= ][ \t]?({_NAME})"
        r"(?=[\s,;/|]{1,6}(?:pass\w{0,6}|pw|pwd|p)\b)"
    ),
    _user(rf"\b(?:user|username|account|login|logon)[ \t]{{1,2}}({_LOGIN})(?![\w@])"),
    _user(rf"\b[Uu]ser(?: account)? ([a-z][a-z0-9]{{3,24}})(?= {_VERB}\b)", ignores_case=False),
    _user(
        r"\\(?:Users|Documents and Settings)\\"
        r"(?!Public|Default|All Users|Administrator)([^\\/:*?\"<>|\s]{2,40})"
    ),
    _user(r"(?<![\w/])/(?:Users|home)/(?!Shared|Public)([\w.-]{2,40})"),
    _user(
        r"(?<![\w\\/:.-])[A-Z][A-Z0-9-]{1,14}\\([a-z][\w.-]{1,40}(?<![.]))(?![\w\\])",
        ignores_case=False,
    ),
    AccountRecognizer(),
    _user(rf"\b(?:ssh|scp|sftp) (?:-\w \S{{1,30}} )?({_NAME})(?=@)"),
)
