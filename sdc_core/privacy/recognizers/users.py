"""Names of accounts: in commands, beside a password, behind `user:`, before `@domain` and in paths."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

LABEL = "USERNAME"
_NAME = r"[A-Za-z][\w.$-]{1,63}(?<![.])"
_PLAIN = (
    r"(?!(?:is|was|are|has|had|have|can|cannot|can't|could|will|would|called|calls|says|said|name|id|"
    r"account|accounts|group|groups|profile|interface|error|policy|policies|settings|list|the|a|an|to|"
    r"for|on|in|at|and|or|not|with|who|that|asked|asks|reports|reported|reporting|needs|wants|wanted|"
    r"locked|login|logins|logon|side|manual|guide|training|data|folder|folders|mailbox|mailboxes|names|"
    r"password|passwords|credentials|permissions|rights|access|setup|created|deleted|disabled|enabled|"
    r"changed|did|does|doesn't|gets|got|just|was|unable|unknown|experience|request|requested|confirmed|"
    r"i|we|he|she|it|they|my|your|his|her|our|please|how|what|why|when|where|can|hi|hello|thanks|yes|no|ok)"
    r"(?![\w.@\\-]))"
)
# Accounts that every system has; they name nobody.
_OF_ALL = frozenset(
    "sa root admin administrator guest postgres mysql user users test system service sysadmin ubuntu pi "
    "localadmin localhost support info default public owner everyone krbtgt nobody www-data".split()
)


def _is_somebody(name: str) -> bool:
    return name.lower().rstrip(".") not in _OF_ALL


USERS = (
    Pattern(LABEL, re.compile(rf"\bnet user (?!/)({_NAME})", re.IGNORECASE), 1, accepts=_is_somebody),
    Pattern(
        LABEL,
        re.compile(
            rf"(?<![\w/])[/-]u(?:ser(?:name)?)?[: =](?:[\w.-]{{1,30}}\\)?({_NAME})", re.IGNORECASE
        ),
        1,
        accepts=_is_somebody,
    ),
    Pattern(
        LABEL,
        re.compile(
            rf"\b(?:user ?name|user ?id|uid|login(?: name| id)?|logon(?: name)?|account name|sam ?account ?name|upn|usr)"
            rf"[ \t]{{0,2}}(?:[:=]|is)[ \t]{{0,3}}[\"']?{_PLAIN}({_NAME})",
            re.IGNORECASE,
        ),
        1,
        accepts=_is_somebody,
    ),
    Pattern(
        LABEL,
        re.compile(
            rf"\b(?:login|logon|creds|credentials|account|user|acct)[: ]{{1,2}}({_NAME})(?=[ \t]?/[ \t]?\S{{4}})",
            re.IGNORECASE,
        ),
        1,
        accepts=_is_somebody,
    ),
    Pattern(
        LABEL,
        re.compile(
            rf"\b(?:user|username|account|login|logon)[ \t]{{1,2}}{_PLAIN}((?=[\w.-]{{0,40}}[\d._])[a-z][\w.-]{{2,40}}(?<![.]))(?![\w@])"
        ),
        1,
        accepts=_is_somebody,
    ),
    Pattern(
        LABEL,
        re.compile(
            r"\b(?:C:)?\\(?:Users|home|Documents and Settings)\\(?!Public|Default|All Users|Administrator)([^\\/:*?\"<>|\s]{2,40})",
            re.IGNORECASE,
        ),
        1,
        accepts=_is_somebody,
    ),
    Pattern(LABEL, re.compile(r"(?<![\w/])/(?:Users|home)/(?!Shared|Public)([\w.-]{2,40})"), 1, accepts=_is_somebody),
    Pattern(
        LABEL,
        re.compile(r"(?<![\w\\/:.-])[A-Z][A-Z0-9-]{1,14}\\([a-z][\w.-]{1,40}(?<![.]))(?![\w\\])"),
        1,
        accepts=_is_somebody,
    ),
    Pattern(LABEL, re.compile(rf"\b(?:ssh|scp|sftp) (?:-\w \S{{1,30}} )?({_NAME})(?=@)"), 1, accepts=_is_somebody),
)
