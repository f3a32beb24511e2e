"""What a technician would search for, and the text of the Session that means it in other words."""

PAIRS = (
    (
        "printer offline after update",
        "Since last night's patches the copier at reception does not respond",
    ),
    ("user cannot log in", "Anna's account was locked out after too many wrong sign-in attempts"),
    ("computer is very slow", "Workstation takes ten minutes to boot and programs freeze"),
    ("no internet in the office", "The whole site lost its connection, firewall WAN link was down"),
    (
        "suspicious mail with a link",
        "Bookkeeper clicked a phishing message pretending to be the bank",
    ),
    (
        "restore deleted files",
        "Recovered the folder she removed by mistake from last week's backup",
    ),
    (
        "new employee starts Monday",
        "Set up account, mailbox and laptop for the hire who joins next week",
    ),
    (
        "disk full on the server",
        "Drive C: of the file host ran out of free space, cleaned old logs",
    ),
    (
        "video call has no sound",
        "Teams meeting: nobody could hear him, headset microphone was muted",
    ),
    (
        "remote access for working from home",
        "Configured the VPN so that she can connect from her house",
    ),
)
