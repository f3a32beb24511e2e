"""Secrets that their form alone gives away; of every issuer, and of none."""

import re

from sdc_core.privacy.recognizers.issuers import ISSUERS
from sdc_core.privacy.recognizers.pattern import LongWordPattern, Pattern

LABEL = "CREDENTIAL"
_FORMS = (
    r"\beyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,4000})?",  # JWT, RFC 7519
    r"(?<![\d-])(?:\d{6}-){7}\d{6}(?![\d-])",  # BitLocker
    r"(?<![\w-])(?:[A-Z0-9]{5}-){3,4}[A-Z0-9]{5}(?![\w-])",  # licence keys of Microsoft and others
    r"(?<![\w-])(?=[A-Z0-9-]{0,40}\d)(?:[A-Z0-9]{4}-){4,7}[A-Z0-9]{4}(?![\w-])",
    r"(?<![\w$])\$(?:1|2[aby]|5|6|y|argon2id?)\$[\w./$=,+-]{20,200}",  # crypt(3)
    r"\b(?:[0-9a-f]{32}:[0-9a-f]{32}|aad3b435b51404ee[0-9a-f]{16})\b",  # NTLM
)
_PEM = (
    r"-----BEGIN[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?!-----)[\s\S]){0,20000}(?:-----END[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?"
)
TOKENS = (
    LongWordPattern(LABEL, re.compile("|".join(form for _, form in ISSUERS))),
    *(Pattern(LABEL, re.compile(form)) for form in _FORMS),
    Pattern(LABEL, re.compile(_PEM)),
    Pattern(
        LABEL, re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/:@]{0,100}:([^\s@/]{1,200})@"), 1
    ),
    Pattern(
        LABEL,
        re.compile(
            r"[?&;](?:sig|token|access_token|api_?key|apikey|key|secret|password|pwd|"
            r"auth|code|sas|signature)"
            r"=([^&\s;\"'<>]{6,2000})",
            re.IGNORECASE,
        ),
        1,
    ),
    Pattern(
        LABEL,
        re.compile(r"\b(?:[Bb]earer|BEARER|Basic)[ \t](?=\S{0,40}\d)([A-Za-z0-9+/_.=-]{16,4000})"),
        1,
    ),
    Pattern(
        LABEL,
        re.compile(
            r"\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=([^;\s\"']{8,500})",
            re.IGNORECASE,
        ),
        1,
    ),
)
