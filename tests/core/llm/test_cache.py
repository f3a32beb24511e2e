"""The insight cache: kept across processes, cheap, rebuilt when damaged."""

from datetime import UTC, datetime

import pytest

from sdc_core.llm.base import Insight, Usage
from sdc_core.llm.cache import InsightCache

NOW = datetime(2025, 1, 3, tzinfo=UTC)
INSIGHT = Insight("Printer offline", "The printer is offline.", "extractive-v1", Usage(calls=1))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "insights"


def test_insight_is_found_by_the_next_process(folder, tmp_path):
    cache = InsightCache(folder, root=tmp_path)
    cache.put("extractive-v1:abc", INSIGHT, NOW, session_id="s")
    assert not folder.exists()
    cache.flush()
    again = InsightCache(folder, root=tmp_path)
    assert again.get("extractive-v1:abc") == INSIGHT
    assert again.get("extractive-v1:other") is None


def test_many_insights_take_few_files(folder, tmp_path):
    cache = InsightCache(folder, root=tmp_path)
    for number in range(2000):
        cache.put(f"extractive-v1:{number}", INSIGHT, NOW, session_id="s")
    cache.flush()
    assert len(list(folder.iterdir())) <= 256
    again = InsightCache(folder, root=tmp_path)
    assert all(again.get(f"extractive-v1:{number}") == INSIGHT for number in range(2000))


def test_equal_insight_is_not_written_again(folder, tmp_path):
    cache = InsightCache(folder, root=tmp_path)
    cache.put("k", INSIGHT, NOW, session_id="s")
    cache.flush()
    before = {path: path.read_bytes() for path in folder.iterdir()}
    cache.put("k", INSIGHT, datetime(2026, 1, 1, tzinfo=UTC), session_id="s")
    cache.flush()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "damage", [b"{torn", b"[]\n", b'{"key": "k"}\n', b"\xff\xfe", b'"text"\n', b"null\n"]
)
def test_damaged_file_is_dropped_and_rebuilt(folder, tmp_path, damage):
    cache = InsightCache(folder, root=tmp_path)
    cache.put("k", INSIGHT, NOW, session_id="s")
    cache.flush()
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    again = InsightCache(folder, root=tmp_path)
    assert again.get("k") is None
    again.put("k", INSIGHT, NOW, session_id="s")
    again.flush()
    assert InsightCache(folder, root=tmp_path).get("k") == INSIGHT


def test_what_was_written_from_an_older_content_of_a_session_is_dropped(folder, tmp_path):
    cache = InsightCache(folder, root=tmp_path)
    for key, session_id in (("g:old", "s"), ("g:new", "s"), ("h:new", "s"), ("g:other", "t")):
        cache.put(key, INSIGHT, NOW, session_id=session_id)
    cache.flush()
    InsightCache(folder, root=tmp_path).keep_only({"s"}, {"new"})
    again = InsightCache(folder, root=tmp_path)
    assert [key for key in ("g:old", "g:new", "h:new", "g:other") if again.get(key)] == [
        "g:new", "h:new", "g:other",
    ]  # fmt: skip
