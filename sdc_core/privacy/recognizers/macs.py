"""Addresses of network cards: `d4:11:45:17:fc:4a`, with dashes, or `d411.4517.fc4a`."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

MACS = (
    Pattern(
        "MAC_ADDRESS",
        re.compile(
            r"(?<![\w:.-])(?:[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|"
            r"[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w:-])"
        ),
    ),
)
