"""Plain text: no markup, no link, no hidden character, whatever an answer or a Session holds.

What is written into a Session is shown in web pages, spreadsheets and Markdown, and opened in
editors; after this no place can take it for more than words. Applied until nothing changes, so that
what is taken out cannot join its neighbours to something new (`<scr<b>ipt>`).
"""

import html
import re
import unicodedata
from urllib.parse import urlsplit

from sdc_core.llm.guards.visible import visible
from sdc_core.privacy.credentials import cut_credentials

_MOST_PASSES = 20
_LONGEST = 20_000
_BLOCK = re.compile(
    r"<(script|style|iframe|svg|object|head)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>")
_TAG_START = re.compile(r"<(?=[/!?a-zA-Z])")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(r"^\s{0,3}\[(?!SECRET\])[^\[\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s<>\"']*(?<![.,;:!?)\]])", re.IGNORECASE)
# Addresses that hold their content or run it; `data: 5 GB` is prose.
_ACTIVE = re.compile(
    r"\b(?:(?:java|vb)script:\s*\S+|data:[\w.+-]+/[\w.+-]+[;,]\S*|blob:\S+)", re.IGNORECASE
)
_MAILTO = re.compile(r"\bmailto:", re.IGNORECASE)
_WWW = re.compile(r"\bwww\.(?=\w)", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*+|~~+|`+|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_ASTERISK = re.compile(r"(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)")
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]*|[-*+\u2022][ \t]+)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=]{3,}|\|?[-:| ]{3,}\|?)[ \t]*$", re.MULTILINE)
# A line of letters and the signs of prose holds nothing that is taken out here.
_PROSE = re.compile(
    r"(?![-+ ])(?=.*[A-Za-z0-9])(?!.*(?:www\.|script:|mailto:|blob:|data:|://))"
    r"[A-Za-z0-9 !\"$%'()+,./:;?@-]*",
    re.IGNORECASE | re.ASCII,
)
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain_text(text: str) -> str:
    """The text as words in lines."""
    text = text[:_LONGEST]
    for _ in range(_MOST_PASSES):
        before, text = text, _pass(text)
        if text == before:
            break
    return text


def plain_line(text: str, *, characters: int, words: int | None = None) -> str:
    """The text as one line, cut after a word."""
    parts = plain_text(text).split()[:words]
    while len(parts) > 1 and len(" ".join(parts)) > characters:
        parts.pop()
    return " ".join(parts)[:characters].strip()


def _pass(text: str) -> str:
    if _PROSE.fullmatch(text):
        return " ".join(cut_credentials(text).split())
    text = html.unescape(_shown(text))
    text = _without_tags(text)
    text = _REFERENCE.sub("", _MARKDOWN_LINK.sub(r"\1", text))
    text = _ACTIVE.sub("", _URL.sub(_host, _MAILTO.sub("", text)))
    text = _WWW.sub("", _RULE.sub("", _LINE_START.sub("", text)))
    text = cut_credentials(_ASTERISK.sub("", _EMPHASIS.sub("", text)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_tags(text: str) -> str:
    bare = _TAG.sub("", _BLOCK.sub(" ", text))
    return bare if bare != text else _TAG_START.sub("", text)


def _shown(text: str) -> str:
    """Without what shows nothing; what ends a line or parts two words stays a line or a space."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = []
    for character in text:
        kind = unicodedata.category(character)
        if character == "\n" or kind in {"Zl", "Zp"}:
            kept.append("\n")
        elif kind == "Cc":
            kept.append(" ")
        elif kind not in _NOT_SHOWN:
            kept.append(character)
    return "".join(kept)


def _host(match: re.Match[str]) -> str:
    """Of an address the name of the machine: what a person calls the page."""
    try:
        return urlsplit(match[0]).hostname or ""
    except ValueError:
        return ""
