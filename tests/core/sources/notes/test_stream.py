"""The value-by-value JSON reader against the strict reader of pydantic, whatever the pieces."""

import json
import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from sdc_core.records import Reason
from sdc_core.sources.notes import stream as stream_module
from sdc_core.sources.notes.stream import MAX_DEPTH, JsonStream, NotJsonError
from sdc_core.sources.text import encoding_of, text_pieces

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)  # fmt: skip


def pieces(text, length):
    return iter([text[at : at + length] for at in range(0, len(text), length)])


def walked(text, length=7):
    """The value of a text, read element by element where its root is a list."""
    stream = JsonStream(pieces(text, length))
    if stream.peek() != "[":
        found = [stream.value()]
        stream.end()
        return found
    stream.take("[")
    found, has_more = [], stream.peek() != "]" or stream.take("]") == ","
    while has_more:
        found.append(stream.value())
        has_more = stream.take(",]") == ","
    stream.end()
    return found


def strictly(text):
    """Whether pydantic accepts a text."""
    try:
        from_json(text, allow_inf_nan=False)
    except ValueError:
        return False
    return True


def accepts(text, length=7):
    try:
        return all(value.problem is None for value in walked(text, length))
    except NotJsonError:
        return False


def is_json(text, length):
    """Whether the text is JSON, values that are passed over included."""
    try:
        walked(text, length)
    except NotJsonError:
        return False
    return True


# The verdict


def test_every_file_of_the_json_test_suite_is_judged_as_the_strict_reader_does(shared):
    """318 files; those that the suite leaves open may be repaired or accepted, never crash."""
    paths = sorted((shared / "badinput/JSONTestSuite/test_parsing").glob("*.json"))
    assert len(paths) == 318
    for path in paths:
        content = BytesIO(path.read_bytes())
        try:
            text = "".join(text_pieces(content, encoding_of(content)))
        except UnicodeDecodeError:
            assert path.name.startswith(("i_", "n_")), path.name
            continue
        for length in (1, 5, 1 << 20) if len(text) < 1000 else (1 << 16,):
            verdict = accepts(text, length)
            if not path.name.startswith("i_"):
                assert verdict == strictly(text) == path.name.startswith("y_"), path.name


@settings(deadline=None, max_examples=150)
@given(JSON, st.integers(1, 9), st.randoms(use_true_random=False))
def test_any_text_is_judged_as_the_strict_reader_does(value, length, rng):
    text = list(json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1])))
    for _ in range(rng.randint(0, 2)):
        text[rng.randrange(len(text))] = rng.choice('{}[]",:\\u0019-+.eE \n\tNaInfull')
    broken = "".join(text)
    has_escape = "\\u" in broken  # a lone surrogate is repaired, where pydantic refuses it
    assert is_json(broken, length) == strictly(broken) or has_escape, broken


@settings(deadline=None, max_examples=200)
@given(st.lists(JSON, max_size=4), st.integers(1, 9), st.sampled_from([None, 2]))
def test_the_values_and_their_texts_are_those_of_the_file(values, length, indent):
    text = json.dumps(values, ensure_ascii=False, indent=indent)
    found = walked(text, length)
    assert [one.value for one in found] == from_json(text)
    assert [json.loads(one.text) for one in found] == values
    assert all(one.text in text for one in found)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_a_word_that_only_python_knows_is_no_json(word):
    assert not accepts(f"[{word}]")
    assert accepts(f'["{word}"]')


@pytest.mark.parametrize("tail", [" x", "]", ",", "\x00", "{}", "\u2060"])
def test_text_after_the_end_is_refused(tail):
    assert accepts("[1]")
    with pytest.raises(NotJsonError, match="after the end"):
        walked(f"[1]{tail}")


def test_the_message_names_line_and_column_of_the_whole_text():
    text = '[\n  {"a": 1},\n  {"a" 2}\n]'
    for length in (1, 4, 100):
        with pytest.raises(NotJsonError, match=r"expecting ':' delimiter at line 3 column 8"):
            walked(text, length)


# Limits


def nested(levels):
    return "[" * levels + "]" * levels


def test_a_value_of_64_levels_is_read_and_one_of_65_is_rejected_alone():
    good, bad = walked(f"[{nested(MAX_DEPTH)}, {nested(MAX_DEPTH + 1)}]")
    assert (MAX_DEPTH, good.problem, bad.problem) == (64, None, Reason.TOO_DEEP)
    assert bad.text == nested(65)


def test_brackets_in_a_text_are_no_levels():
    (value,) = walked(json.dumps(["[" * 500]))
    assert value.value == "[" * 500


@pytest.mark.parametrize("inner", ['"]}\\\\\\"["', '{"a": "\\\\"}', "1, null"])
def test_a_nesting_bomb_is_passed_over_and_its_neighbours_are_read(inner):
    bomb = "[" * 100_000 + inner + "]" * 100_000
    for length in (1 << 12, 1 << 20):
        first, bad, last = walked(f"[1, {bomb}, 2]", length)
        assert (first.value, bad.problem, last.value) == (1, Reason.TOO_DEEP, 2)
        assert bad.text == bomb


def test_a_nesting_bomb_without_its_end_is_no_json():
    with pytest.raises(NotJsonError, match="without its end"):
        walked("[" + "[" * 100_000, 1 << 16)


def test_a_value_beyond_the_limit_is_passed_over_wherever_the_pieces_end(monkeypatch):
    monkeypatch.setattr(stream_module, "VALUE_LIMIT", 100)
    whole, over = "x" * 98, "y\\\\" * 33
    for length in (1, 7, 64, 150, 1000):
        values = walked(f'["{whole}", "{over}", {{"a": "{whole}"}}, 1]', length)
        assert [v.problem for v in values] == [None, Reason.TOO_LARGE, Reason.TOO_LARGE, None]
        assert values[1].text == f'"{over}"'


def test_a_number_beyond_the_limit_is_no_value(monkeypatch):
    monkeypatch.setattr(stream_module, "VALUE_LIMIT", 100)
    with pytest.raises(NotJsonError, match="number without an end"):
        walked("[" + "9" * 1000, 10)


@pytest.mark.parametrize("number", ["9" * 4301, "-" + "9" * 4301, "1e400", "-1.5e999"])
def test_a_number_that_cannot_be_held_costs_its_value_alone(number):
    """ijson's C backend ends the process at the first of these."""
    for length in (3, 1 << 16):
        bad, good = walked(f'[{{"n": {number}}}, 2]', length)
        assert (bad.problem, bad.text) == (Reason.TOO_LARGE, f'{{"n": {number}}}')
        assert good.value == 2


def test_a_large_number_that_can_be_held_is_exact():
    number = 10**4299 + 7
    assert walked(f"[{number}]", 64)[0].value == number


# Doubts


def test_of_a_repeated_key_the_last_stands_and_the_others_are_told():
    (value,) = walked('[{"a": 1, "b": {"c": 2, "c": 3}, "a": {"d": 4}, "a": 5}]')
    assert value.value == {"a": 5, "b": {"c": 3}}
    assert value.lost == (("c", 2), ("a", 1), ("a", {"d": 4}))


@pytest.mark.parametrize(
    ("written", "read", "is_repaired"),
    [
        ("\\ud83d\\ude00", "\U0001f600", False),
        ("\\ud83d", "\ufffd", True),
        ("\\ude00\\ud83d", "\ufffd\ufffd", True),
        ("a\\uD800b", "a\ufffdb", True),
        ("\\\\ud800", "\\ud800", False),
    ],
)
def test_half_a_surrogate_pair_is_replaced_and_told(written, read, is_repaired):
    (value,) = walked(f'[{{"k{written}": "{written}"}}]', 3)
    assert value.value == {f"k{read}": read}
    assert value.is_repaired == is_repaired
    assert strictly(f'["{written}"]') == (not is_repaired)


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_the_pieces_of_an_encoding_are_its_text(encoding, monkeypatch):
    text = "a\u00fc\u20ac" * 50 + ("" if encoding == "cp1252" else "\U0001f600" * 50)
    bom = b"\xfe\xff" if encoding == "utf-16-be" else b""
    stream = BytesIO(bom + text.encode(encoding))
    for size in (1, 2, 3, 100, 1 << 20):
        monkeypatch.setattr("sdc_core.sources.text.PIECE_BYTES", size)
        found = encoding_of(stream)
        assert "".join(text_pieces(stream, found)) == text
        assert found.is_guessed == (encoding == "cp1252")
        assert found.bom + text.encode(found.name) == stream.getvalue()


def test_bytes_of_no_encoding_say_where(monkeypatch):
    monkeypatch.setattr("sdc_core.sources.text.PIECE_BYTES", 4)
    with pytest.raises(UnicodeDecodeError, match=r"position 1: .*counted from byte 8"):
        encoding_of(BytesIO(b"abcdefgh\xff\x81"))


def test_random_bytes_end_in_a_verdict():
    rng = random.Random(3)
    for _ in range(300):
        text = "".join(rng.choices('[]{}",:\\ud8 0e-\n', k=rng.randint(1, 40)))
        assert accepts(text, rng.randint(1, 9)) in (True, False)
