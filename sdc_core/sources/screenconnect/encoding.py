"""Bytes of a report to text, beyond what every source does: a file that is still being written.

A growing file may end inside a character. Taken as a whole it would look like cp1252, and every
name in it would come out wrong until the next look; so only its last, unfinished line is left out.
"""

from sdc_core.sources.text import Text, decode

_UTF_16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HIGH_SURROGATES = range(0xD800, 0xDC00)
_UNIT = 2


def decode_report(content: bytes) -> Text:
    """Text of a report in any encoding, without what of its last line is not written yet.

    UTF-16 without a byte order mark is told by the zero byte beside the first letter of the
    header, and flagged as a guess.

    Raises:
        UnicodeDecodeError: The bytes contradict their BOM, or are no cp1252 either.
    """
    if encoding := _UTF_16_BOMS.get(content[:_UNIT]):
        return Text(_whole_units(content[_UNIT:], encoding).decode(encoding), encoding)
    if 0 in content[:_UNIT] and any(content[:_UNIT]):
        encoding = "utf-16-le" if content[1] == 0 else "utf-16-be"
        return Text(_whole_units(content, encoding).decode(encoding), encoding, is_guessed=True)
    try:
        text = decode(content)
    except UnicodeDecodeError:
        return decode(_without_cut_character(content))
    return decode(_without_cut_character(content)) if text.is_guessed else text


def _whole_units(content: bytes, encoding: str) -> bytes:
    """Without half a unit, and without the first half of a pair, at the end."""
    whole = content[: len(content) // _UNIT * _UNIT]
    last = whole[-_UNIT:][::-1] if encoding == "utf-16-le" else whole[-_UNIT:]
    is_half_pair = int.from_bytes(last) in _HIGH_SURROGATES
    return whole[:-_UNIT] if is_half_pair else whole


def _without_cut_character(content: bytes) -> bytes:
    """UTF-8 that breaks off in its last character ends before that character."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.end == len(content) and "unexpected end" in error.reason
        return content[: error.start] if is_cut and error.start > 0 else content
    return content
