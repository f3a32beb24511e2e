"""Web addresses and domain names; those of vendors whom everybody has stay."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from sdc_core.privacy.base import Span
from sdc_core.privacy.names.tables import read_words

LABEL = "DOMAIN"
_URL = re.compile(r"\b(?:https?|ftps?|sftp|rdp|ssh|smb)://[^\s<>\"'|]{3,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?)]}"
_DOMAIN = re.compile(
    r"(?<![\w@.\\/-])"
    r"(?:[A-Za-z0-9_\u00c0-\u024f](?:[A-Za-z0-9_\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-"
    r"\u024f])?\.){1,6}"
    r"[A-Za-z]{2,24}(?![\w@-]|\.\w)"
)
_AFTER_AT = re.compile(r"(?<=@)(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")
# Domains of one's own network, that no public list knows (RFC 6762, RFC 8375, habit).
_PRIVATE = frozenset({"local", "lan", "internal", "corp", "intranet", "domain", "localdomain"})
# Ends of files that are also top-level domains.
_FILES_ONLY = frozenset(
    {
        "zip",
        "mov",
        "py",
        "sh",
        "md",
        "ps",
        "rs",
        "so",
        "cab",
        "doc",
        "bin",
        "dat",
        "db",
        "ini",
        "exe",
        "bat",
    }
)
# A country too: alone a script, under a name of its own a domain.
_OF_SCRIPTS = frozenset({"pl"})
_SCRIPTS = frozenset(
    {"backup", "build", "check", "cleanup", "config", "cron", "deploy", "export", "import", "index"}
    | {"install", "main", "migrate", "monitor", "parse", "report", "restore", "run", "script"}
    | {"setup", "start", "stop", "sync", "test", "tool", "update", "upload"}
)
# Ends that are words: "call me.so" is a missing blank.
_WORD_ENDS = frozenset(
    {
        "in",
        "is",
        "as",
        "my",
        "at",
        "it",
        "us",
        "me",
        "no",
        "so",
        "to",
        "do",
        "be",
        "am",
        "an",
        "by",
        "he",
        "or",
        "if",
        "we",
    }
)
# Vendors whose names say nothing about a customer; from general knowledge.
VENDORS = read_words("vendors.txt")


@cache
def _extractor() -> Any:
    from tldextract import TLDExtract  # noqa: PLC0415 - only where a text has a domain

    # The list that ships with the package: it is never asked for on the network.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


class DomainRecognizer:
    """Domains by the public suffix list, and whole web addresses."""

    def find(self, text: str) -> Iterator[Span]:
        """Web addresses first, then domains, each in the order of the text."""
        for match in _URL.finditer(text):
            url = match[0].rstrip(_TRAILING)
            if not is_of_vendor(url.split("/")[2].partition(":")[0]) or "@" in url:
                yield Span(match.start(), match.start() + len(url), LABEL)
        for pattern in (_DOMAIN, _AFTER_AT):
            for match in pattern.finditer(text):
                if is_domain(match[0]) and not is_of_vendor(match[0]):
                    yield Span(match.start(), match.end(), LABEL)


def is_of_vendor(domain: str) -> bool:
    """Whether the domain, or one it lies in, is a vendor's; `contoso.sharepoint.com` is not."""
    parts = domain.lower().split(".")
    if parts[-2:] in (["sharepoint", "com"], ["onmicrosoft", "com"]):
        return parts[0] in {"www", "sharepoint", "onmicrosoft"}
    return ".".join(parts[-2:]) in VENDORS


def is_domain(text: str) -> bool:
    """A name under a public suffix or a suffix of one's own network; not a file or a sentence."""
    name, _, end = text.lower().rpartition(".")
    if not name or name.replace(".", "").isdigit():
        return False
    if end in _PRIVATE:
        return True
    if end in _OF_SCRIPTS and "." not in name and ("_" in name or name in _SCRIPTS):
        return False
    if end in _FILES_ONLY or (end in _WORD_ENDS and "." not in name and "-" not in name):
        return False
    is_sentence = text.rpartition(".")[2][:1].isupper() and not text.isupper()
    return not is_sentence and bool(_extractor()(text).suffix)
