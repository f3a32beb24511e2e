"""Mail addresses; a trailing dot is the sentence's."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

MAILS = (
    Pattern(
        "EMAIL",
        re.compile(
            r"(?<![\w.+%-])[\w.+%'-]{1,64}@(?:[A-Za-z0-9\u00c0-\u024f-]{1,63}\.)"
            r"{1,6}[A-Za-z]{2,24}(?![\w-])"
        ),
    ),
)
