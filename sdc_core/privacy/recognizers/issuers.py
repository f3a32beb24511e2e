"""Secrets whose issuer marks them: prefix and length as each documents them, one row an issuer.

Sources: the pages of the issuers on the formats of their keys, such as GitHub "About
authentication", GitLab "Token overview", Slack "Token types", Stripe "API keys", AWS IAM "Unique
identifiers", Telegram "Bots", Microsoft Entra "client secrets".
"""

ISSUERS = (
    ("Amazon", r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b"),
    (
        "Amazon, secret of 40 signs",
        (
            r"(?<![\w/+=.-])(?=[A-Za-z/+]{0,39}\d)(?=[^a-z\s]{0,39}[a-z])(?=[^A-Z\s]{0,39}"
            r"[A-Z])[A-Za-z0-9/+]{40}(?![\w/+=.-])"
        ),
    ),
    ("GitHub", r"\bgh[pousr]_\w{20,255}|\bgithub_pat_\w{20,255}"),
    ("GitLab", r"\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|feed|imt)-[\w-]{16,80}"),
    ("Google", r"\bAIza[\w-]{30,60}|\bya29\.[\w-]{20,400}|\bGOCSPX-[\w-]{20,60}"),
    ("OpenAI, Anthropic, OpenRouter", r"\bsk-[\w-]{16,200}"),
    ("Stripe", r"\b(?:sk|rk|pk)_(?:live|test)_\w{10,200}|\bwhsec_[\w+/=]{16,100}"),
    (
        "Slack",
        (
            r"\bxox[abeoprs]-[\w-]{8,200}|\bxapp-[\w-]{10,200}|(?<=hooks\.slack\.com/services/)T"
            r"\w{3,20}/B\w{3,20}/\w{12,40}"
        ),
    ),
    ("SendGrid", r"\bSG\.[\w-]{16,40}\.[\w-]{16,80}"),
    ("Mailgun", r"\bkey-[0-9a-f]{32}\b"),
    ("Mailchimp", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    ("Twilio", r"\b(?:SK|AC)[0-9a-f]{32}\b"),
    ("Resend", r"\bre_\w{8,20}_\w{12,40}\b|\bre_[A-Za-z0-9_]{24,50}\b"),
    (
        "Hugging Face, Replicate, Groq, xAI",
        r"\bhf_\w{20,60}|\br8_\w{30,50}|\bgsk_\w{30,80}|\bxai-\w{30,100}",
    ),
    ("npm", r"\bnpm_\w{30,60}"),
    ("PyPI, RubyGems", r"\bpypi-[\w-]{20,300}|\brubygems_[0-9a-f]{40,60}"),
    ("DigitalOcean", r"\bdo[opr]_v1_[0-9a-f]{40,80}"),
    ("Tailscale", r"\btskey-[\w-]{12,100}"),
    ("Docker", r"\bdckr_(?:pat|oat)_[\w-]{20,60}"),
    ("Shopify", r"\bshp(?:at|ca|pa|ss|ua|tka)_[0-9a-fA-F]{32}\b"),
    ("Square", r"\bEAAA[\w-]{40,100}|\bsq0(?:atp|csp|idp)-[\w-]{20,60}"),
    ("Telegram", r"(?<![\w:])\d{8,12}:AA[\w-]{30,40}"),
    ("Discord", r"\b[MNO][\w-]{22,30}\.[\w-]{6,7}\.[\w-]{27,50}"),
    ("Discord, Teams (hooks)", r"(?<=/api/webhooks/)\d{16,20}/[\w-]{50,90}"),
    ("Microsoft Entra", r"(?<![\w~.-])(?=[\w~.-]{3,8}~)[\w~.-]{34,40}(?![\w~-])"),
    ("HashiCorp Vault, Terraform", r"\bhv[sbr]\.[\w-]{20,200}|\b\w{14}\.atlasv1\.[\w-]{50,80}"),
    ("Atlassian", r"\bATATT3[\w=-]{40,250}|\bATCTT3[\w=-]{40,250}"),
    (
        "Airtable, Asana, Linear, Notion",
        r"\bpat\w{14}\.[0-9a-f]{64}|\blin_api_\w{30,60}|\b(?:secret|ntn)_[A-Za-z0-9]{40,60}",
    ),
    (
        "Grafana, New Relic, Sentry",
        (
            r"\bgl(?:c|sa)_[\w=+/]{30,300}|\bNR(?:AK|JS|RA)-[\w-]{20,40}|\bsntr[yu]s_[\w=+/-]"
            r"{30,300}"
        ),
    ),
    (
        "Databricks, Doppler, Figma, Postman",
        (
            r"\bdapi[0-9a-f]{32}|\bdp\.(?:pt|st|ct)\.[\w.-]{30,80}|\bfigd_[\w-]{30,60}|"
            r"\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}"
        ),
    ),
    ("Brevo", r"\bxkeysib-[0-9a-f]{50,80}-\w{12,20}"),
    ("age", r"\bAGE-SECRET-KEY-1[0-9A-Z]{40,70}"),
)
"""Issuer, form; each begins with a mark that nothing else has."""
