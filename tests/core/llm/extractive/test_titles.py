"""Titles are cut from one sentence, at a clause or phrase."""

import pytest

from sdc_core.llm.extractive.titles import title_from, titles_of, under_topic


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("RE: FW: Printer offline", "Printer offline"),
        ("[ALERT] Backup job failed on SRV-BACKUP", "Backup job failed on SRV-BACKUP"),
        ("Hi team, can you please reset my password?", "Reset my password"),
        ("The client says the scanner is jammed.", "The scanner is jammed"),
        (
            "I came in early today for the audit, and my Outlook will not open at all",
            "Outlook will not open",
        ),
        (
            "Scan to folder is broken for all users on the front desk machines upstairs",
            "Scan to folder is broken for all users",
        ),
        ("Printer offline at Keystone Financial, working on it.", "Printer offline at Keystone Financial"),
        ("set up guest wifi, wifi key: [SECRET]", "Set up guest wifi, wifi key"),
        ("iPhone mail stopped", "iPhone mail stopped"),
        ("Then: minutes of the meeting deleted by mistake", "Minutes of the meeting deleted by mistake"),
        ("Partner says the label printer skips every second label", "The label printer skips every second label"),
        ("Since about Monday we are getting calls from a robot", "We are getting calls from a robot"),
        ("14:20 OneDrive: the laptop was unlinked, files left", "OneDrive: the laptop was unlinked, files left"),
        ("Second factor is asked of two accounts", "Second factor is asked of two accounts"),
        ("check why Ann's faxes to the lab fail", "Ann's faxes to the lab fail"),
    ],
)  # fmt: skip
def test_title(text, title):
    assert title_from(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("When somebody opens the shop they get a red page", "When somebody opens the shop they get a red page"),
        ("No Wi-Fi in the back office", "No Wi-Fi in the back office"),
        ("Why does our scale print the weight in pounds?", "Scale print the weight in pounds"),
        ("I wanted to let you know that the booking panel shows the wrong room", "The booking panel shows the wrong room"),
        ("Only one user at a time can open the accounting file", "Only one user at time can open accounting file"),
        ("The cert expired, it says 'not valid", "The cert expired, it says not valid"),
    ],
)  # fmt: skip
def test_title_keeps_its_sense(text, title):
    assert title_from(text) == title


def test_a_cut_that_loses_the_fault_leaves_out_a_phrase_instead():
    text = "orders from the web shop come to the till with no delivery address"
    assert "Orders from web shop come with no delivery address" in {
        title.text for title in titles_of(text)
    }


def test_a_cut_never_ends_within_a_quotation():
    text = 'our suppliers from Poland and Spain all get a bounce "550 country is not allowed here"'
    assert title_from(text) == "Suppliers from Poland and Spain all get bounce"


def test_a_title_without_its_thing_goes_under_it():
    assert (
        under_topic("They all stop at setup", ["", "20 ipads came"])
        == "Ipads: they all stop at setup"
    )
    assert under_topic("White page after login", ["the portal"]) == "Portal: white page after login"
    assert under_topic("Printer jams", ["the scanner"]) == "Printer jams"
    assert under_topic("It stops", ["nothing here"]) == "It stops"
    full = "They see the wrong names in all of the lists"
    assert under_topic(full, ["the tablet"]) == full
