"""The forms of a credential in a text; every repetition is bounded, so no line is slow to read."""

import re

from sdc_core.privacy.recognizers.credential_words import FOREIGN, PLAIN, PLAIN_FOREIGN
from sdc_core.privacy.recognizers.credential_words import KEYWORD as _KEYWORDS

# What redaction itself put there is no secret.
_CUT = r"(?!\[SECRET\]|<[A-Z_]{2,30}_\d{1,6}>|\*{3,})"
_WORD = r"[^\s\"'`,;<>|]"
_QUOTED = r"\"[^\"\n]{2,80}\"|'[^'\n]{2,80}'|`[^`\n]{2,80}`|\u201c[^\u201d\n]{2,80}\u201d"
_BARE = rf"{_CUT}[^\s\"'`,;|][^\s\"`,;|]{{2,199}}"
# After a slash stands the second half of a pair of user name and password.
# ... but not the name of its field: "login: x / pw: y".
_VALUE = rf"(?:{_QUOTED}|{_BARE}(?:[ \t]?/[ \t]?(?!\w{{1,12}}[ \t]?[:=])[^\s]{{3,100}})?)"
_FOR_WHOM = r"(?:\s{1,2}(?:for|of|to|on|at|in)\s{1,2}\S{1,60}(?:[ \t]{1,2}\S{1,40}){0,5}?)?"
_SIGN = r"\s{0,3}(?:[:=]{1,2}>?|=>)[ \t]{0,3}\n?[ \t]{0,3}|\s{1,3}->\s{1,3}|\s{1,3}[-\u2013]\s{1,3}"
_VERB = (
    r"\s{1,3}(?:is|was|are|now|to be|set to|set as|changed to|reset to|will be|should "
    r"be|=)\b\s{0,2}:?\s{0,3}"
    r"(?:(?:now|still|currently|set to|changed to|reset to|back to|just)\s{1,2}){0,2}"
)
_NOT_PLAIN = rf"(?!(?:{PLAIN}|{PLAIN_FOREIGN})(?![\w@#$%^&*=+\\]|[!?.'-]\w)[^\w@#$%]?(?:\s|$))"
_IGNORE = re.IGNORECASE
KEYWORD = re.compile(_KEYWORDS, _IGNORE)
BY_SIGN = re.compile(rf"{_KEYWORDS}{_FOR_WHOM}(?:{_SIGN}){_NOT_PLAIN}({_VALUE})", _IGNORE)
BY_VERB = re.compile(rf"{_KEYWORDS}{_FOR_WHOM}(?:{_VERB}){_NOT_PLAIN}({_VALUE})", _IGNORE)
# "mot de passe de la bo\u00eete est", "passwort f\u00fcr anna ist jetzt"
BY_FOREIGN_VERB = re.compile(
    rf"(?<![\w-])(?:{FOREIGN})(?:\s\S{{1,40}}){{0,5}}?"
    r"\s(?:ist|lautet|war|es|era|est|\u00e9|\u00e8|\u00e4r|is|to|jest|"
    r"l\u00e0|(?<=wifi )la|(?<=u )la)"
    r"(?:\s(?:jetzt|nun|neu|ahora|maintenant|adesso|ora|nu|teraz|agora|now)){0,1}:?\s"
    rf"{_NOT_PLAIN}({_VALUE})",
    _IGNORE,
)
# Behind its word without sign or verb; what stands there is judged.
BARE = re.compile(
    r"(?<![\w-])(pass?w\w{1,5}|pswd|pwd?|p/w|psk|pass|passcode|pass ?phrase|"
    r"key|secret|string|laps|mdp|"
    r"contrase\u00f1a|clave|kennwort|wachtwoord|senha)[ \t:,]{1,3}"
    rf"(\"[^\"\n]{{3,60}}\"|{_CUT}[^\s\"',;|()<>/\\]{{3,80}})",
    _IGNORE,
)
# "Password is Blue Kettle Friday"
CAPITALS = re.compile(
    r"\b(?i:pass ?words?|pass|pwd?|pass ?phrase|passwort|kennwort|(?:encryption|backup|recovery) "
    r"(?:key|password)|(?:wi-?fi|wpa2?) (?:key|password))"
    r"(?i:[ \t](?:for|of|on|to)(?:[ \t]\S{1,30}){1,4}?)?(?:[ \t]{0,2}[:=][ \t]{0,2}|"
    r"[ \t](?:is|was|now)[ \t]{1,2})"
    rf"(?!(?i:{PLAIN})\b)([A-Z][a-z]{{2,12}}(?:[ \t][A-Z][a-z]{{2,12}}){{1,5}}"
    rf"(?:[ \t]?\d{{1,4}})?!?)(?=[ \t]"
    rf"{{0,2}}(?:[,.;(\n]|$))"
)
# "Bluebird77 is the wifi password"
REVERSED = re.compile(
    rf"(?<!\S)[\"']?({_CUT}[^\s\"',;|()<>]{{4,64}})[\"']?[ \t](?:is|was|as|for|being|will be)[ \t]"
    rf"(?:(?:the|her|his|our|their|my|your|its|a|new|old|temp|temporary|current)[ \t]){{0,3}}"
    rf"(?:[\w-]{{2,12}}[ \t]){{0,2}}?{_KEYWORDS}",
    _IGNORE,
)
CHANGED = re.compile(
    rf"\b(?:re)?(?:set(?:ting)?|chang\w{{1,3}}|updat\w{{1,3}}|rotat\w{{1,3}})"
    rf"\b[^.\n]{{0,40}}?{_KEYWORDS}"
    rf"(?:\s(?:for|of|on)\s\S{{1,60}}(?:\s\S{{1,40}}){{0,3}}?)?\s(?:back )"
    rf"?to\s{_NOT_PLAIN}({_VALUE})",
    _IGNORE,
)
PHRASE = re.compile(
    (
        r"\b(?:pass ?phrase|(?:recovery|seed|backup|secret|mnemonic) (?:phrase|"
        r"words)|encryption (?:password|key))"
        r"\b[^:=\n]{0,40}(?:[:=]|\bis\b|[ \t](?=\"))[ \t]{0,3}[\"\u201c]?(?!(?:not|"
        r"in|on|stored|saved|kept|with|the|a|missing|lost|set|the)\b)((?:[A-Za-z]{2,12}"
        r"[ -])"
        r"{2,23}[A-Za-z0-9]{2,12})"
    ),
    _IGNORE,
)
_TYPED = re.compile(
    (
        r"\b(?:enter|type|use|press|dial|punch in)[ \t](\d{4,8}#?)(?![\w.-])"
        r"[^\n]{0,40}\b(?:code|pin|keypad|passcode)\b"
    ),
    _IGNORE,
)
COMMANDS = (
    _TYPED,
    re.compile(rf"\bnet user \S{{1,64}} (?!/){_CUT}(\S{{1,128}})", _IGNORE),
    re.compile(
        rf"\bnet use \S{{1,100}} (?:\S{{1,100}} )?/u(?:ser)?:\S{{1,100}} (?!/){_CUT}(\S{{1,128}})",
        _IGNORE,
    ),
    re.compile(
        (
            rf"(?<![\w/-])(?:--?|/)(?:password|passwd|pass|pwd|pw|passphrase|secret|token|"
            rf"api-?key)[ \t=:]{{1,2}}[\"']?(?![-/($]|(?:Get|New|Read|Import|"
            rf"ConvertTo)-){_CUT}([^\s\"']{{3,128}})"
        ),
        _IGNORE,
    ),
    re.compile(
        rf"\b(?:psexec|sqlcmd|plink|sshpass|mysql|mysqldump|winexe)\b[^\n]{{0,80}}? "
        rf"-(?:p|P|pw)[ \t]?{_CUT}([^\s-]\S{{2,100}})"
    ),
    re.compile(rf"\bcurl\b[^\n]{{0,120}}? (?:-u|--user)[ \t][^\s:]{{1,60}}:{_CUT}(\S{{2,100}})"),
    re.compile(r"ConvertTo-SecureString[ \t](?:-String[ \t])?[\"']([^\"'\n]{3,100})[\"']", _IGNORE),
    re.compile(
        rf"<(?:password|pwd|secret|token|apikey|passphrase)>{_CUT}([^<\n]{{2,200}})</", _IGNORE
    ),
    re.compile(
        (
            rf"\b(?:enable secret|enable password|username \S{{1,40}} (?:password|secret)|"
            rf"key-string|snmp-server community|pre-shared-key)(?: \d)?(?: address "
            rf"\S{{1,40}})?[ \t]{_CUT}(\S{{3,128}})"
        ),
        _IGNORE,
    ),
    re.compile(
        (
            rf"[\"'](?:password|passwd|pwd|secret|token|api_?key|client_secret|"
            rf"access_token)[\"'][ \t]{{0,2}}:[ \t]{{0,2}}[\"']{_CUT}([^\"'\n]{{3,200}})"
            rf"[\"']"
        ),
        _IGNORE,
    ),
    re.compile(
        rf"(?<!\w)\w{{0,30}}(?:password|passwd|passphrase|secret|psk|api_?key|_pass|_pwd)"
        rf"=[\"']?{_CUT}([^\s\"';&,]{{3,200}})",
        _IGNORE,
    ),
    # Licences, in groups of capitals and digits.
    re.compile(
        r"\b(?:serial|licen[cs]e|activation|product|key)s?\b[^\n]{0,20}?(?<![\w-])"
        r"((?=[A-Z0-9-]{0,40}\d)(?-i:(?:[A-Z0-9]{4,6}-){2,6}[A-Z0-9]{4,6}))(?![\w-])",
        _IGNORE,
    ),
    # "SSID Warehouse5G / key ja93hqqht1"
    re.compile(
        r"\b(?:ssid|network(?: name)?|wi-?fi|wlan|wpa\w{0,4})\b[^\n]{1,60}?\bkey\b(?:"
        r"[ \t]is)?[ \t:=-]{1,3}"
        rf"[\"']?{_CUT}(?=\S{{0,60}}[\d-])([^\s\"';,]{{6,64}})",
        _IGNORE,
    ),
    # The words on a guest network's sign: welcome-to-the-lake.
    re.compile(
        r"\b(?:guest|visitor|public|office|home|staff|lobby)[ \t](?:wi-?fi|"
        r"wlan|network|ssid)[ \t]{0,2}[:=]?[ \t]{1,2}"
        r"((?-i:[a-z]{2,14}(?:-[a-z0-9]{1,14}){2,6}))(?![\w-])",
        _IGNORE,
    ),
    re.compile(
        r"\bcommunity(?: string| name)?[ \t:=]{1,3}([A-Za-z0-9]{2,20}_[A-Za-z0-9]{1,20})\b", _IGNORE
    ),
    re.compile(
        rf"(?<!\w)\w{{0,30}}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|_KEY|_PASS|_PWD)"
        rf"=[\"']?{_CUT}([^\s\"';]{{3,200}})"
    ),
)
SHORT_CODE = re.compile(
    r"(?=[cp])(?<!error )(?<!exit )(?<!stop )(?<!zip )(?<!area )(?<!event )(?<!status )"
    r"(?<!product )(?<!post )"
    r"(?<!postal )(?<!country )(?<!check )(?<!return )(?<!result )(?<!response )"
    r"(?<!http )(?<!dress )(?<!source )(?<!part )(?<!with )(?<!returned )(?<!fault )"
    r"(?<!with the )(?<!reason )"
    r"\b(?:pins?|pass ?codes?|codes?|combo|combination)(?: ?codes?| number)?(?: (?:is|"
    r"was|of|to))?[ \t:=#]{1,3}[\"']?(\d{4,8}(?:-\d{1,4}){0,2}#?|"
    r"\d{1,2}-\d{1,2}-\d{1,2}(?:-\d{1,2})?)(?![\w-]|\.\d)",
    _IGNORE,
)
GIVEN_AS = re.compile(
    rf"\b(?:(?:re)?set|chang\w{{1,3}}|updat\w{{1,3}}|gave|give|given|use|used|using|"
    rf"type|typed|enter|entered|try|tried|it is|it's|its|now|logged in|log in|sign in|"
    rf"signed in)"
    rf"(?:[ \t][a-z]{{1,10}}){{0,3}}[ \t:]{{1,2}}({_CUT}(?=\S{{0,64}}\d)[^\s\"'`,;<>|()]{{6,64}})",
    _IGNORE,
)
SLASHED = re.compile(
    rf"(?<![\w/:.@-])[\w.@\\+-]{{2,64}}[ \t]?[/|][ \t]?{_CUT}(?=\S{{0,64}}[A-Za-z])"
    rf"(?=\S{{0,64}}\d)(?=\S{{0,64}}[!@#$%^&*?A-Z-])([^\s/|\"']{{8,64}})"
)
# Behind what is signed in to and a slash between blanks, letters and digits are enough.
PAIRED = re.compile(
    r"\b(?:wi-?fi|ssid|router|admin|guest|login|logon|creds?|account|user|portal|nvr|"
    r"dvr|camera|switch|"
    r"firewall|modem|printer|website|registrar)\b[^\n/|]{0,40}[ \t][/|][ \t]"
    rf"{_CUT}(?=\S{{0,64}}[A-Za-z])(?=\S{{0,64}}\d)([^\s/|\"']{{6,64}})",
    _IGNORE,
)
NOT_SECRET = re.compile(
    r"(?:KB\d{1,9}|v?\d{1,6}(?:\.\d{1,6}){1,5}|"
    r"(?-i:[A-Z]{2,15}[A-Z0-9]{0,15}-[A-Z0-9-]{1,30})|0x[0-9A-Fa-f]{1,16}|"
    r"[MO]365\S{0,20}|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}|\w{1,10}://\S{1,300}|"
    r"\d{1,2}:\d{2}\S{0,6}|[A-Za-z]{1,64}[.?!:]{0,3}|"
    r"[A-Za-z]{1,30}(?:[-/'\u2019][A-Za-z]{1,30}){1,5}[.?!:]{0,3}|#?\d{1,12}(?:st|nd|"
    r"rd|th|%|x|am|pm|h|min|GB|MB|TB)?[.?!:]{0,3}|"
    r"(?:\d{1,4}[-/.]){1,4}\d{1,4}|[$\u00a3\u20ac]\d[\d.,]{0,12}|(?:[A-Za-z]:)"
    r"?[\\/]\S{0,100}|[\w-]{1,40}\.(?:exe|msi|dll|pdf|docx?|xlsx?|txt|ps1|bat|log|zip|"
    r"pst|ost|com|net|org|local|pptx?|csv|json|xml|rdp|vhdx?|iso|png|jpe?g|eml|msg|cer|pfx|crt|"
    r"html?|php|aspx|cfg|conf|ini|ya?ml|reg|vbs|cmd|py|bak|mp4|heic|kdbx|ovpn|odt|ods|rtf)|"
    r"v?\d{1,4}(?:\.\d{1,6}){1,4}[-_+]?(?:[a-z]{1,8}[-.]?\d{0,6}){0,3}|"
    r"[+(]?\d[\d() .-]{6,20}|\w{1,20}\(\w{0,10}\)|\w{1,30}[=:]\S{0,60}|win(?:dows)"
    r"?\d{1,2}|office\d{2,4}|server\d{2,4}|"
    r"(?-i:[A-Z][A-Za-z]{1,12}-[A-Z][a-z][A-Za-z]{1,40})|-{1,2}[A-Za-z][A-Za-z-]{1,40}|"
    r"\$[a-z]{1,30}|[A-Z]{1,5}\d{1,4}|[A-Z]{2,5}\d{1,6}[a-z]?|<\w{1,40}>|\[\w{1,40}\])",
    re.IGNORECASE,
)
LOWER = re.compile(r"[a-z]")
UPPER = re.compile(r"[A-Z]")
DIGIT = re.compile(r"\d")
SYMBOL = re.compile(r"[!@#$%^&*?+=~]")
INNER_UPPER = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
TRAILING = ".,;:)]}>\u201d"
SOFT_ENDS = "!?"
# A command, a variable or an option stands there, not its value.
CODE = re.compile(
    r"[A-Z][A-Za-z]{1,12}-[A-Z]\w{1,40}\b|\$[a-z]{1,30}\b|-[A-Za-z]{2,}|[a-z]\w{0,30}\("
)
IS_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]{1,2})?")
# "Qwerty!"
EXCLAIMED = re.compile(r"[A-Z][a-z]{4,20}[!?]{1,2}")
IS_PLAIN = re.compile(rf"(?:{PLAIN}|{PLAIN_FOREIGN})(?![\w-])", _IGNORE)
SHORT_KEYWORD = re.compile(r"pwd?|p/w|psk|mdp", _IGNORE)
# Of every list of the most common passwords.
FAMOUS = re.compile(
    r"(?:change-?me|letmein|qwerty|welcome|admin|calvin|password|iloveyou|"
    r"secret|monkey|dragon|abc)\d{1,6}[!?]?|"
    r"change-?me|letmein|calvin|qwerty|iloveyou",
    _IGNORE,
)
# "dragonfly" and "viking" are not.
INFLECTED = re.compile(
    r"(?!\w{0,30}(?:fly|spring|string|wing|king|lightning|starling|sterling|duckling|pudding|"
    r"seed|speed|shed|sled|bed|lily|holly|jelly)$)\w{2,}(?:ed|ing|ly)",
    _IGNORE,
)
ENDS_HERE = re.compile(
    r"[ \t]{0,3}(?:$|[\n.,;!?)]|(?:all |in |no )?(?:lower|upper|caps|capital|small|spaces?\b))"
)
STANDALONE = re.compile(
    rf"(?<![\w@#$%^&*./\\:=+-])(?=[^\s]{{0,40}}[a-z])(?=[^\s]{{0,40}}[A-Z])"
    rf"(?=[^\s]{{0,40}}\d)(?=[^\s]{{0,40}}[@#$%^&*!])"
    rf"{_CUT}[A-Za-z0-9@#$%^&*!?+=~_.-]{{8,40}}(?=[\s,;.)\"']|$)"
)
PRODUCT = re.compile(
    (
        r"(?:office|outlook|windows|win|server|exchange|acrobat|quickbooks|word|excel|"
        r"autocad|visual)\d{0,4}[!?]{1,3}"
    ),
    re.IGNORECASE,
)
