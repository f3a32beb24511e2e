"""A text as a reader sees it, so that no name hides in it, with the way back to the text itself.

Without invisible characters, HTML entities and letters of other widths and fonts as what they show,
and letters of two scripts in one word as the Latin ones that they look like.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sdc_core.privacy.base import Span

# Letters that look like Latin ones: Unicode UTS 39, confusables.txt, Cyrillic and Greek parts, with
# the small letters of capitals that do.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb"
    "\u0432\u043a\u043c\u043d\u0442"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03b1\u03b9\u03ba\u03c1\u03c5"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsdqwhbkmhtABEKMHOPCTYXIJSovaikpuABEZHIKMNOPTYX",
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u052f]")
# An entity, or a character with the accents behind it.
_UNIT = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|.[\u0300-\u036f]*",
    re.DOTALL,
)
# Where a mail program broke a line inside of a word: behind its hyphen, or by "=" (RFC 2045, 6.7).
_BROKEN = re.compile(r"(?<=\w-)\r?\n[> \t]*(?=\w)|(?<=[^\s=])=\r?\n(?=\S)")
_IS_PLAIN = re.compile(r"[\x00-\x7f]*").fullmatch
_INVISIBLE = frozenset({"Cf"})
_JOINERS = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0]")
_AS_SHOWN = frozenset(
    {"Ll", "Lu", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Zs", "Po", "Ps", "Pe", "Sm"}
)


@dataclass(frozen=True)
class View:
    """What is looked through; `starts` and `ends` say where each character comes from."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def origin(self, span: Span) -> Span:
        """The span in the text itself."""
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1], span.label, span.score)


def view_of(text: str) -> View:
    """The text as it is seen; the text itself where nothing is hidden in it."""
    if _IS_PLAIN(text) and "&" not in text:
        return View(text)
    seen = list(_seen(text))
    plain = _in_one_script("".join(shown for shown, _, _ in seen))
    if plain == text:
        return View(text)
    starts = tuple(start for shown, start, _ in seen for _ in shown)
    return View(plain, starts, tuple(end for shown, _, end in seen for _ in shown))


def joined(view: View) -> View:
    """The view with broken words in one piece; the view itself where none is broken."""
    kept: list[int] = []
    reached = 0
    for match in _BROKEN.finditer(view.text):
        kept += range(reached, match.start())
        reached = match.end()
    if not reached:
        return view
    kept += range(reached, len(view.text))
    at = [view.origin(Span(place, place + 1, "")) for place in kept]
    text = "".join(view.text[place] for place in kept)
    return View(text, tuple(one.start for one in at), tuple(one.end for one in at))


def _seen(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _UNIT.finditer(text):
        yield _shown(match[0]), match.start(), match.end()


def _shown(unit: str) -> str:
    if unit.isascii() and len(unit) == 1:
        return unit
    if unit.startswith("&"):
        return "".join(_shown(character) for character in html.unescape(unit))
    if unicodedata.category(unit[0]) in _INVISIBLE or _JOINERS.match(unit):
        return ""
    return _plain(unit)


def _plain(unit: str) -> str:
    # Signs stay: "(tm)" behind a name would become part of it.
    if unicodedata.category(unit[0]) not in _AS_SHOWN:
        return unit
    return unicodedata.normalize("NFKC", unit)


def _in_one_script(text: str) -> str:
    return _LETTERS.sub(_latin, text) if _OTHER_SCRIPT.search(text) else text


def _latin(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _LATIN.search(word[0]) else word[0]
