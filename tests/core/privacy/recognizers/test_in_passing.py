"""Secrets and accounts in passing: words in mid-sentence, endings, unlocks, fields of settings."""

import pytest

from sdc_core.privacy.recognizers.credentials import CredentialRecognizer
from sdc_core.privacy.recognizers.users import USERS
from sdc_core.privacy.spans import settle

_KINDS = (CredentialRecognizer(), *USERS)


def found(text):
    spans = settle((span for kind in _KINDS for span in kind.find(text)), text)
    return [text[s.start : s.end] for s in spans]


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("signed in with the password barnacle on both laptops", ["barnacle"]),
        ("their wifi password lighthouse still works in the barn", ["lighthouse"]),
        ("her tablet opens with 884120, told her to change it", ["884120"]),
        ("same pw as last year but with 2031 at the end", ["2031"]),
        ("usual password, stick #9 on the end", ["#9"]),
        ("her pw is olga the dog 7, with spaces", ["olga the dog 7"]),
        ("try letmein before you drive out", ["letmein"]),
        ("reset it to Sonne.445 for now", ["Sonne.445"]),
        ("changed the password from Hund2018 to Hund2019", ["Hund2018", "Hund2019"]),
        ("TeamViewer 4h8k2p, she is waiting", ["4h8k2p"]),
        ("he was writing lampTiger88 on the whiteboard", ["lampTiger88"]),
        ("please store mittenCrow42 somewhere safe", ["mittenCrow42"]),
        (
            "key for the backup portal 77bec40cf957de430a6f1f2baa056b99a4fac9ab",
            ["77bec40cf957de430a6f1f2baa056b99a4fac9ab"],
        ),
        ("MasterKey = kk3dHas0dkPPqwe8dmmcnvhd=", ["kk3dHas0dkPPqwe8dmmcnvhd="]),
        ("restoreKey Q7d0PlmZx88sTTaq21Vb", ["Q7d0PlmZx88sTTaq21Vb"]),
        (r"net use \\10.9.8.7\d$ copper-lamp-goose /user:corp\bob", ["copper-lamp-goose", "bob"]),
        ("login: twebb / pw: Crab77!x", ["twebb", "Crab77!x"]),
        ("u/p twebb Crab77!x", ["twebb", "Crab77!x"]),
        ("DVR: admin, 448821", ["448821"]),
        ("core switch: dlowry, pear77Lamp!", ["dlowry", "pear77Lamp!"]),
        ("renamed hpark to hgoldberg after her wedding", ["hpark", "hgoldberg"]),
        ("added t.brightwell to the finance group", ["t.brightwell"]),
    ],
)
def test_found(text, secrets):
    assert found(text) == secrets


@pytest.mark.parametrize(
    "text",
    [
        "used the password vault to look it up",
        "with the password hint on the sign she got in",
        "the password generator does not work offline",
        "added 20 rows at the end of the sheet",
        "the window opens with 3 tabs",
        r"net use z: \\fs\x /user:",
        "PublicKey = kk3dHas0dkPPqwe8dmmcnvhd=",
        "TeamViewer 15.40.8 is installed",
        "she works with Office.365 now",
        "password list in client-list-2024.pptx",
        "password manager updated to 8.10.4-beta2",
        "App password for the scanner alerts -> see the vault",
        "Update: reboot, patch",
        "user forgot password, user typed password wrong",
        "added printer.driver to the image, moved files to the share",
    ],
)
def test_left_alone(text):
    assert found(text) == []
