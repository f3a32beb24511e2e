"""Inputs made from scratch by hypothesis: the keys of the samples with values of any kind."""

import csv
import io
import json
from collections.abc import Iterable

from hypothesis import strategies as st

from tests.fuzz.mutate import VALUES

_TEXTS = st.one_of(
    st.text(max_size=12),
    st.datetimes().map(str),
    st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year % 100:02d}"),
    st.integers().map(str),
)
_LEAVES = st.one_of(st.sampled_from(VALUES), _TEXTS, st.integers(), st.floats(allow_nan=False))


def invented(samples: Iterable[bytes]) -> st.SearchStrategy[bytes]:
    """Files in the writing of the first sample."""
    contents = list(samples)
    if any(content.lstrip()[:1] not in {b"{", b"["} for content in contents):
        return st.one_of(*(_csv(c) for c in contents if b"," in c.split(b"\n", 1)[0]))
    values = _values(sorted(_keys(contents)))
    if any(content.count(b"\n{") > 1 for content in contents):
        return st.lists(values.map(_dumped), max_size=8).map(b"\n".join)
    roots = st.sampled_from(sorted({key for c in contents for key in _roots(c)}) or ["tickets"])
    return st.dictionaries(roots, st.lists(values, max_size=5), max_size=2).map(_dumped)


def _csv(sample: bytes) -> st.SearchStrategy[bytes]:
    header = sample.decode("utf-8", "replace").splitlines()[0].split(",")
    known = sample.decode("utf-8", "replace").replace("\n", ",").split(",")
    cells = st.one_of(st.sampled_from(known), _TEXTS, st.just(""))
    row = st.lists(cells, min_size=len(header), max_size=len(header))
    return st.lists(row, max_size=8).map(lambda rows: _written([header, *rows]))


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _values(keys: list[str]) -> st.SearchStrategy[object]:
    names = st.sampled_from(keys)
    return st.dictionaries(
        names,
        st.recursive(
            _LEAVES,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6),
            max_leaves=12,
        ),
        max_size=14,
    )


def _keys(contents: Iterable[bytes]) -> set[str]:
    found: set[str] = set()
    for content in contents:
        for text in (content, *content.split(b"\n")):
            try:
                json.loads(text, object_pairs_hook=lambda pairs: found.update(dict(pairs)))
            except ValueError:
                continue
    return found


def _roots(content: bytes) -> list[str]:
    try:
        root = json.loads(content)
    except ValueError:
        return []
    return list(root) if isinstance(root, dict) else []


def _dumped(value: object) -> bytes:
    return json.dumps(value).encode()
