"""Addresses of machines in a network; those that everybody has (a mask, a public resolver) stay."""

import re
from ipaddress import ip_address

from sdc_core.privacy.recognizers.pattern import Pattern

# Resolvers of Google, Cloudflare, Quad9, OpenDNS and Level 3, as their owners publish them.
_PUBLIC = frozenset(
    [
        "8.8.8.8",
        "8.8.4.4",
        "1.1.1.1",
        "1.0.0.1",
        "9.9.9.9",
        "149.112.112.112",
        "208.67.222.222",
        "208.67.220.220",
        "4.2.2.1",
        "4.2.2.2",
        "2001:4860:4860::8888",
        "2001:4860:4860::8844",
        "2606:4700:4700::1111",
    ]
)
# From 240.0.0.0 on stand masks such as 255.255.255.0, and nothing that is in use.
_IPV4, _MASKS = 4, 0xF000_0000
_FOUR = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
# What has versions of four parts and no address of its own.
_PROGRAMS = (
    *("Veeam", "Chrome", "Firefox", "Edge", "Zoom", "Acrobat", "Reader", "Java", "Outlook"),
    *("Office", "Teams", "FortiClient", "AnyConnect", "Chromium", "Agent", "agent"),
)
# "version 7.2.4.1" is none.
_NO_VERSION = (
    r"(?<![\w.:-])(?<!(?<!/)/)(?<!version )(?<!Version )(?<!build )(?<!firmware )(?<!release )"
    r"(?<!driver )(?<!\bv)"
    + "".join(rf"(?<!{name} )(?<!{name} to )(?<!{name} agent )" for name in _PROGRAMS)
)


def _is_telling(text: str) -> bool:
    try:
        address = ip_address(text.partition("/")[0].partition("%")[0])
    except ValueError:
        return False
    is_mask = address.version == _IPV4 and int(address) >= _MASKS
    return not (is_mask or address.is_loopback or address.is_unspecified or str(address) in _PUBLIC)


IPS = (
    Pattern(
        "IP_ADDRESS",
        re.compile(_NO_VERSION + rf"(?:{_FOUR}\.){{3}}{_FOUR}(?:/\d{{1,2}})?(?![\w-]|\.\d)"),
        accepts=_is_telling,
    ),
    Pattern(
        "IP_ADDRESS",
        re.compile(
            r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}|"
            r"(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){0,6}:?|"
            r"::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})(?:/\d{1,3})?(?![\w:])"
        ),
        accepts=_is_telling,
    ),
)
