"""Kinds that a number or a shape tells: what is one, and what only looks like one."""

import pytest

from sdc_core.privacy.recognizers.all import make_recognizers
from sdc_core.privacy.spans import settle


def values(text: str, label: str, region: str = "US") -> list[str]:
    spans = settle((s for r in make_recognizers(region) for s in r.find(text)), text)
    return [text[span.start : span.end] for span in spans if span.label == label]


@pytest.mark.parametrize(
    ("label", "text", "value"),
    [
        ("CREDIT_CARD", "card 4111 1111 1111 1111 declined", "4111 1111 1111 1111"),
        ("IBAN", "to DE89370400440532013000 today", "DE89370400440532013000"),
        ("US_SSN", "form shows 219-09-9999.", "219-09-9999"),
        ("IP_ADDRESS", "router 10.4.7.1.", "10.4.7.1"),
        ("IP_ADDRESS", "on fe80::1c2a:9bff:fe01:22d3 now", "fe80::1c2a:9bff:fe01:22d3"),
        ("MAC_ADDRESS", "lease for 00-1A-2B-3C-4D-5E", "00-1A-2B-3C-4D-5E"),
        ("EMAIL", "write to b.hoff@kline.example.", "b.hoff@kline.example"),
        ("DOMAIN", "the site kline-roofing.com is down", "kline-roofing.com"),
        ("DOMAIN", "see https://remote.kline.com:44/x?y=1.", "https://remote.kline.com:44/x?y=1"),
        ("HOSTNAME", "DESKTOP-8KQ2L1P froze", "DESKTOP-8KQ2L1P"),
        ("HOSTNAME", r"copied to \\nas02\scans", "nas02"),
        ("USERNAME", r"C:\Users\mgarza\Desktop", "mgarza"),
        ("PHONE", "call 020 7946 0321 after 3", "020 7946 0321"),
        ("ADDRESS", "ship to 12 Oak St, Reno, NV 89505.", "12 Oak St, Reno, NV 89505"),
        ("ADDRESS", "Musterweg 7, 10115 Berlin", "Musterweg 7, 10115 Berlin"),
        ("ADDRESS", "sits at\n4 Elm Ct\nApt 2\nReno, NV 89505", "4 Elm Ct\nApt 2\nReno, NV 89505"),
        ("CREDENTIAL", "smtp://me:Qx99zz@host", "Qx99zz"),
    ],
)
def test_found_whole(label, text, value):
    assert values(text, label) == [value]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("CREDIT_CARD", "serial 4111111111111112"),
        ("IBAN", "part DE89370400440532013001"),
        ("US_SSN", "000-12-3456"),
        ("IP_ADDRESS", "mask 255.255.255.0, DNS 8.8.8.8, version 7.2.4.1, 127.0.0.1"),
        ("PHONE", "invoice 20231187 of 2024-01-05 10:12:33, 145.00, build 22631.3007"),
        ("DOMAIN", "setup.exe, report.zip, node.js, outlook.office365.com, done.The next"),
        ("HOSTNAME", "CVE-2024-21412 UTF-8 SHA-256 MFC-L2750DW KB5034441 WD19 M365"),
        ("USERNAME", "User reports, user cannot, account locked. User Id=sa"),
        ("ADDRESS", "2 Windows Server 2019 licences, 502 Bad Gateway, 3 Dell OptiPlex 7010"),
    ],
)
def test_what_only_looks_like_one_stays(label, text):
    assert values(text, label) == []


def test_region_of_the_settings_comes_first():
    assert values("mobile 0170 1234567", "PHONE", "DE") == ["0170 1234567"]
