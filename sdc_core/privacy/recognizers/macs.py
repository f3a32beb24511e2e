"""Addresses of network cards: `d4:11:45:17:fc:4a`, with dashes, or `d411.4517.fc4a`, or bare."""

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
    # Bare, as switches and reservations write it: both letters and digits, in one case.
    Pattern(
        "MAC_ADDRESS",
        re.compile(
            r"(?<![\w.{#/\\-])(?=[0-9A-Fa-f]{0,11}\d)(?:(?=[0-9]{0,11}[A-F])[0-9A-F]{12}|"
            r"(?=[0-9]{0,11}[a-f])[0-9a-f]{12})(?![\w}-])"
        ),
    ),
)
