"""Web addresses and domain names; those of vendors whom everybody has stay."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from sdc_core.privacy.base import Span

LABEL = "DOMAIN"
_URL = re.compile(r"\b(?:https?|ftps?|sftp|rdp|ssh|smb)://[^\s<>\"'|]{3,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?)]}"
_DOMAIN = re.compile(
    r"(?<![\w@.\\/-])(?:[A-Za-z0-9_\u00c0-\u024f](?:[A-Za-z0-9_\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?\.){1,6}"
    r"[A-Za-z]{2,24}(?![\w@-]|\.\w)"
)
_AFTER_AT = re.compile(r"(?<=@)(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")
# Domains of one's own network, that no public list knows (RFC 6762, RFC 8375, habit).
_PRIVATE = frozenset({"local", "lan", "internal", "corp", "intranet", "domain", "localdomain"})
# Ends of files that are also top-level domains.
_FILES = frozenset(
    "zip mov app py sh md pl ps rs so cc cab com doc docs ini exe bat bin dat db do in name mp st is "
    "as my at it us me no so to pub id info".split()
)
_FILES_ONLY = frozenset("zip mov py sh md pl ps rs so cab doc bin dat db ini exe bat".split())
_WORD_ENDS = frozenset("in is as my at it us me no so to do be am an by he or if we".split())
# Vendors whose names say nothing about a customer; from general knowledge.
VENDORS = frozenset(
    "microsoft.com office.com office365.com live.com microsoftonline.com windows.com windows.net "
    "azure.com outlook.com sharepoint.com onmicrosoft.com google.com googleapis.com gmail.com "
    "apple.com icloud.com amazon.com amazonaws.com adobe.com dell.com hp.com lenovo.com intel.com "
    "cloudflare.com github.com zoom.us dropbox.com intuit.com quickbooks.com fortinet.com "
    "sonicwall.com cisco.com meraki.com ui.com ubnt.com synology.com veeam.com datto.com "
    "connectwise.com screenconnect.com syncromsp.com teamviewer.com anydesk.com logmein.com "
    "godaddy.com mozilla.org wikipedia.org youtube.com linkedin.com facebook.com duckduckgo.com "
    "bing.com yahoo.com stackoverflow.com reddit.com openai.com docker.com vmware.com "
    "malwarebytes.com eset.com sophos.com bitdefender.com sentinelone.com huntress.com "
    "webroot.com okta.com duo.com duosecurity.com slack.com asp.net node.js".split()
)


@cache
def _extractor() -> Any:
    from tldextract import TLDExtract

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
    """A name under a public suffix or a suffix of one's own network; files and sentences are not."""
    name, _, end = text.lower().rpartition(".")
    if not name or name.replace(".", "").isdigit():
        return False
    if end in _PRIVATE:
        return True
    if end in _FILES_ONLY or (end in _WORD_ENDS and "." not in name and "-" not in name):
        return False
    is_sentence = text.rpartition(".")[2][:1].isupper() and not text.isupper()
    return not is_sentence and bool(_extractor()(text).suffix)
