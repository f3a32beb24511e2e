"""Words that tell the category of an IT job: a table, chosen by reading tickets and work logs.

(category, worth, words). What names one kind alone is worth 3, what usually means it 2, a hint 1.
The thing that is at fault decides, not the machine on which it shows.
"""

OTHER = "Other"
CATEGORIES = ("Hardware", "Software", "Network", "Account", "How-To", OTHER)

WORDS: tuple[tuple[str, float, str], ...] = (
    (
        "Account",
        3,
        r"""
        pass ?words?|passcodes?|log ?-?in|log(?:ging|ged)? in|sign(?:ing|ed)?[ -]?in
        lock(?:ed|s|ing)? (?:\w+ )?out|mfa|2fa|authenticator|(?:two|second)[- ]factor
        new (?:user|hire|employee|starter)s?|onboard\w*|offboard\w*|terminat\w+|leavers?|last day
        (?:employee|staff member|user) leaves|leaves (?:today|tomorrow)|starts? (?:on )?monday
        account (?:is |was )?(?:disabled|locked|expired)|user accounts?|permissions?
        (?:needs|no|has|have|gave|given|granted|lost) access|group membership
        """,
    ),
    (
        "Account",
        2,
        r"""
        accounts?|shared mailbox|distribution (?:list|group)|security groups?|sso|username
        phish\w*|hacked|compromised|false page|strange link|access to
        """,
    ),
    (
        "Network",
        3,
        r"""
        wi-?fi|wireless|vpn|router|switch(?:es)?|firewall|dns|dhcp|internet|access points?|ap-?\d+
        isp|ethernet|lan|wan|vlan|sonicwall|fortigate|meraki|unifi|ubiquiti|bandwidth|patch panel
        packet loss|modem|fib(?:er|re)|nat|ip address|static ip|subnet|mx records?|voip
        no service|calls? drops?|desk phone|website (?:is )?down|parking page
        """,
    ),
    (
        "Network",
        2,
        r"""
        network\w*|connection drops?|disconnect\w*|port forward\w*|latency|pings?|tunnel|domain\w*
        remote access|certificate
        """,
    ),
    (
        "Hardware",
        3,
        r"""
        printers?|printing|prints?|toner|drum|paper jams?|jam(?:s|med)?|scanners?|copier|mfp
        monitors?|keyboards?|mouse|mice|dock(?:s|ing)?(?: station)?|batter(?:y|ies)|fans?|psu|ups
        motherboard|ssd|hard ?drives?|hdd|disks?|raid|ram|memory (?:stick|module)s?|power supply
        webcam|headsets?|speakers?|projectors?|cracked|beep\w*|overheat\w*|usb|hinge|charger|nas
        screen (?:is |stays )?(?:black|broken|cracked|flicker\w*)|camera|microphone|cables?
        (?:won'?t|does ?n'?t|will not|does not) (?:turn|power) on|spinning drive
        """,
    ),
    (
        "Hardware",
        1,
        r"""
        laptops?|desktops?|pcs?|computers?|workstations?|servers?|phones?|devices?|tablet
        boot(?:s|ed|ing)?|hardware|new (?:pc|laptop|computer|server)|power failure
        """,
    ),
    (
        "Software",
        3,
        r"""
        outlook|excel|word|teams|quickbooks|office(?: ?365)?|adobe|acrobat|chrome|edge|firefox
        browser|windows update|drivers?|add-?ins?|software|apps?|applications?|programs?|bsod
        blue ?screen|virus|malware|ransomware|pop-?ups?|spyware|antivirus|defender|onedrive
        sharepoint|databases?|sql|macros?|plugin|zoom|backups?|restore points?|veeam|sage|erp|crm
        pdf|spreadsheets?|windows 1[01]|spooler|unlicensed|not licensed|licen[cs]es?
        (?:file )?sync\w*|monthly updates|patch night|deleted (?:folder|file)s?|smtp
        """,
    ),
    (
        "Software",
        1,
        r"""
        install\w*|updat\w+|upgrad\w+|crash\w*|freez\w+|frozen|hangs?|slow\w*|errors?|e-?mails?
        version|patch\w*|reinstall\w*|unresponsive|files?|folders?|mailbox(?:es)?|spam
        """,
    ),
    (
        "How-To",
        3,
        r"""
        how (?:do|does|can|to|would)|show(?:ed|n)? (?:me|us|her|him|them) how
        walk(?:ed)? (?:\w+ )?through|train(?:ing|ed)|explain\w*|where (?:do|can) (?:i|we)
        tutorial|instructions? (?:on|for)|teach
        """,
    ),
    (
        "How-To",
        1,
        r"""
        is it possible|wants? to know|asked (?:how|where)|learn
        """,
    ),
)
