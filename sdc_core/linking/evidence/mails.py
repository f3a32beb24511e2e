"""Mail addresses and the domains that name one company.

A domain counts as far as somebody registered it (`shop.acme.co.uk` is `acme.co.uk`), by the Public
Suffix List that tldextract ships: it is never asked for over the network. Names outside it, which
companies give their own networks (`acme.local`), count with two labels.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sdc_core.linking.evidence.shared_domains import SHARED_DOMAINS, SHARED_LABELS, TENANT_SUFFIXES
from sdc_core.linking.evidence.words import squeezed

if TYPE_CHECKING:
    from tldextract import TLDExtract

SHORTEST_LABEL = 6

# Lengths as in RFC 5321, section 4.5.3.1; they also bound the work on texts without spaces.
_MAIL = re.compile(
    r"(?<![\w.%+'@-])([\w.%+'-]{1,64})@((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?![\w@])"
)
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?([^/:?#@\s]+)", re.IGNORECASE)


def mails_in(text: str) -> list[str]:
    """The addresses in a text, in lower case and without `+tag`, in their order."""
    if "@" not in text:
        return []
    found = ((local, domain.lower()) for local, domain in _MAIL.findall(text))
    return [f"{_mailbox(local)}@{domain}" for local, domain in found if _mailbox(local)]


def without_mails(text: str) -> str:
    """The text with a gap in place of each address, so that no name is read out of it."""
    return _MAIL.sub(" @ ", text) if "@" in text else text


def label_of(mail: str) -> str | None:
    """What stands before the suffix of a company's domain, letters and digits only."""
    domain = domain_of(mail)
    label = squeezed(domain.partition(".")[0]) if domain else ""
    return label if len(label) >= SHORTEST_LABEL else None


def domain_of(mail: str) -> str | None:
    """The company's domain of an address, None where many share it."""
    return company_domain(mail.rpartition("@")[2])


def domain_of_website(address: str) -> str | None:
    """The company's domain of a web address with or without scheme, None where many share it."""
    found = _HOST.match(address.strip())
    return company_domain(found[1]) if found else None


@lru_cache(maxsize=65536)
def company_domain(host: str) -> str | None:
    """The registrable domain, None for free mail, platforms and what is no public name."""
    domain = registrable(host)
    if domain is None or domain in SHARED_DOMAINS:
        return None
    return None if domain.partition(".")[0] in SHARED_LABELS else domain


def is_at(mail: str, domains: frozenset[str]) -> bool:
    """Whether an address is at one of these registrable domains."""
    return bool(domains) and registrable(mail.rpartition("@")[2]) in domains


@lru_cache(maxsize=65536)
def registrable(host: str) -> str | None:
    """The part of a host name that somebody chose for himself, None where there is none."""
    found = _extractor()(host.strip().strip(".").lower())
    if found.suffix:
        return found.top_domain_under_public_suffix or None
    above = found.subdomain.rpartition(".")[2]
    return f"{above}.{found.domain}" if above and not found.domain.isdigit() else None


def _mailbox(local: str) -> str:
    return local.partition("+")[0].strip(".'%-").lower()


@cache
def _extractor() -> "TLDExtract":
    # Imported here: it brings an HTTP client that only linking by mail would pay for.
    from tldextract import TLDExtract  # noqa: PLC0415

    return TLDExtract(
        suffix_list_urls=(),
        cache_dir=None,
        include_psl_private_domains=True,
        extra_suffixes=TENANT_SUFFIXES,
    )
