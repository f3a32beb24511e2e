"""Secrets that their form alone gives away; the forms are those that their issuers document."""

import re

from sdc_core.privacy.recognizers.pattern import Pattern

LABEL = "CREDENTIAL"
_FORMS = (
    r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b",  # Amazon
    r"\bgh[pousr]_\w{20,255}|\bgithub_pat_\w{20,255}|\bglpat-[\w-]{16,64}",  # GitHub, GitLab
    r"\bAIza[\w-]{30,60}|\bya29\.[\w-]{20,400}|\bGOCSPX-[\w-]{20,60}",  # Google
    r"\bsk-[\w-]{16,200}|\b(?:sk|rk|pk)_(?:live|test)_\w{10,200}|\bwhsec_\w{16,100}",  # Stripe
    r"\bxox[abeprs]-[\w-]{8,200}|\bxapp-[\w-]{10,200}",  # Slack
    r"\bSG\.[\w-]{16,40}\.[\w-]{16,80}|\bkey-[0-9a-f]{32}\b|\bhf_\w{20,60}|\bnpm_\w{30,60}",
    r"\bdop_v1_[0-9a-f]{40,80}|\btskey-[\w-]{12,100}|\bpypi-[\w-]{20,300}|\bdckr_pat_[\w-]{20,60}",
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
    Pattern(LABEL, re.compile(r"\b(?:Bearer|Basic)[ \t]([A-Za-z0-9+/_.=-]{16,4000})"), 1),
    Pattern(
        LABEL,
        re.compile(
            r"\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=([^;\s\"']{8,500})",
            re.IGNORECASE,
        ),
        1,
    ),
)
