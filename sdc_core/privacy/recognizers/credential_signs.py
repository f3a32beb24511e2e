"""What a text must hold for a form of credential to be in it: most texts hold none of it.

A form is looked for only where its sign is, so a new form may need a new sign; a test holds every
form against them.
"""

import re

# In every keyword and every command that hands over a secret, in lower case.
_ANNOUNCING = (
    "pass", "pw", "wrd", "p/w", "pin", "secret", "key", "token", "psk", "cred", "log", "snmp",
    "local admin",
    "communit", "code", "combo", "combin", "seed", "phrase", "net use", "psexec", "sqlcmd", "plink",
    "mysql", "winexe", "curl", "convertto",
    "kenn", "schl", "contrase", "clave", "mot de", "mots de", "mdp", "cl\u00e9 ", "cle ", "parola",
    "chiave", "wacht", "haslo", "hasla", "has\u0142", "zugang", "senha", "palavra", "chave ",
    "senord", "mat kh", "m\u1eadt kh", "adgang", "salasana", "heslo", "pasw",
    "paso", "pasr", "psw", "pssw",
    "string", "laps", "dsrm", "wifi", "wi-fi", "wlan", "ssid", "guest", "answer",
    "ilo", "idrac", "ipmi",
    "bmc", "bios", "serial", "licen", "activ", "product",
)  # fmt: skip
# What `re.IGNORECASE` takes for i, s and k beside themselves.
_LETTERS = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
_SHORTEST_TOKEN = 13
_NO_LONG_WORD = ("://", "-----", "=")
_DIGIT = re.compile(r"\d")
_BESIDE_A_DIGIT = re.compile(r"[/|@#$%^&*!]")


def may_announce(text: str) -> bool:
    """Whether a word may stand in it that announces a credential."""
    folded = text.translate(_LETTERS).lower() if not text.isascii() else text.lower()
    return any(sign in folded for sign in _ANNOUNCING)


def may_hold_token(text: str) -> bool:
    """Whether a word is as long as the forms of issuers, or one is a part of something."""
    longest = max(map(len, text.split()), default=0)
    return longest >= _SHORTEST_TOKEN or any(sign in text for sign in _NO_LONG_WORD)


def may_hold_mixed(text: str) -> bool:
    """Whether a credential may stand by itself, or behind a slash."""
    return _DIGIT.search(text) is not None and _BESIDE_A_DIGIT.search(text) is not None
