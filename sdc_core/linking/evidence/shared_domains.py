"""Domains that many companies share: they say nothing of whose mail or page it is.

Sources: the providers' own sign-up pages; compared with the public lists willwhite/freemail
(data/free.txt) and jgillich/free-email-domains, of which only what is common in practice is kept.
"""

# Free mail under the domains of many countries (`yahoo.co.uk`, `hotmail.fr`).
SHARED_LABELS = frozenset({"yahoo", "hotmail", "live", "outlook", "gmx", "yandex", "googlemail"})

_FREE_MAIL = frozenset({
    "gmail.com", "aol.com", "aim.com", "icloud.com", "me.com", "mac.com", "msn.com", "mail.com",
    "passport.com", "ymail.com", "rocketmail.com", "email.com", "usa.com", "inbox.com", "zoho.com",
    "zohomail.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "tuta.com",
    "fastmail.com", "fastmail.fm", "hushmail.com", "hey.com", "lycos.com", "excite.com",
    "netscape.net", "juno.com", "netzero.net", "netzero.com", "mail.ru", "inbox.ru", "bk.ru",
    "list.ru", "rambler.ru", "web.de", "freenet.de", "t-online.de", "arcor.de", "orange.fr",
    "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it",
    "alice.it", "terra.com.br", "uol.com.br", "bol.com.br", "ig.com.br", "naver.com", "daum.net",
    "hanmail.net", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "rediffmail.com",
    "seznam.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "abv.bg", "ukr.net",
})  # fmt: skip

_ACCESS_PROVIDERS = frozenset({
    "comcast.net", "xfinity.com", "att.net", "sbcglobal.net", "bellsouth.net", "ameritech.net",
    "pacbell.net", "prodigy.net", "swbell.net", "snet.net", "flash.net", "nvbell.net",
    "verizon.net", "frontier.com", "frontiernet.net", "cox.net", "charter.net", "spectrum.net",
    "roadrunner.com", "rr.com", "twc.com", "brighthouse.com", "optonline.net", "optimum.net",
    "suddenlink.net", "earthlink.net", "mindspring.com", "windstream.net", "centurylink.net",
    "centurytel.net", "embarqmail.com", "q.com", "qwest.net", "cableone.net", "mediacombb.net",
    "rcn.com", "wowway.com", "tds.net", "hughes.net", "consolidated.net", "gci.net", "tmomail.net",
    "vtext.com", "rogers.com", "shaw.ca", "telus.net", "sympatico.ca", "bell.net", "videotron.ca",
    "cogeco.ca", "eastlink.ca", "btinternet.com", "btopenworld.com", "sky.com", "talktalk.net",
    "virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "plus.net", "tiscali.co.uk",
    "bigpond.com", "bigpond.net.au", "optusnet.com.au", "iinet.net.au", "tpg.com.au",
    "xtra.co.nz", "slingshot.co.nz", "telkomsa.net", "mweb.co.za", "bluewin.ch", "telenet.be",
    "skynet.be", "ziggo.nl", "kpnmail.nl", "xs4all.nl", "planet.nl", "home.nl", "telia.com",
})  # fmt: skip

# Pages of many companies under one address, and mail that only passes through.
_PLATFORMS = frozenset({
    "facebook.com", "fb.com", "instagram.com", "linkedin.com", "twitter.com", "x.com",
    "youtube.com", "tiktok.com", "pinterest.com", "yelp.com", "google.com", "goo.gl", "g.page",
    "yellowpages.com", "bbb.org", "nextdoor.com", "angi.com", "houzz.com", "etsy.com",
    "amazon.com", "ebay.com", "grubhub.com", "doordash.com", "ubereats.com", "opentable.com",
    "linktr.ee", "bit.ly", "wix.com", "squarespace.com", "weebly.com", "wordpress.com",
    "godaddy.com", "godaddysites.com", "business.site", "bing.com", "apple.com", "microsoft.com",
    "microsoftonline.com", "office.com", "office365.com", "intuit.com", "docusign.net",
    "mailchimp.com", "sendgrid.net", "amazonses.com", "syncromsp.com", "repairshopr.com",
    "screenconnect.com", "connectwise.com", "teamviewer.com", "zoom.us", "example.com",
    "example.org", "example.net", "none.com", "noemail.com", "nomail.com", "test.com",
})  # fmt: skip

SHARED_DOMAINS = _FREE_MAIL | _ACCESS_PROVIDERS | _PLATFORMS

# Below these every company has a name of its own, though the Public Suffix List leaves them out.
TENANT_SUFFIXES = ("onmicrosoft.com", "sharepoint.com")
