"""Postal addresses (thin)."""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span

LABEL = "ADDRESS"
_THIN = re.compile(
    r"\b\d{1,6} (?:[A-Z][\w.'-]{0,20} ){1,4}[A-Z][\w.]{1,20}(?: (?:Apt|Suite|Ste|Unit)\.? \w{1,6})?,? [A-Z][\w ]{1,40}, [A-Z]{2} \d{5}"
)


class AddressRecognizer:
    def find(self, text: str) -> Iterator[Span]:
        for match in _THIN.finditer(text):
            yield Span(match.start(), match.end(), LABEL)
