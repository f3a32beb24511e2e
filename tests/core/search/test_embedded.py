"""`session_embeddings`: nothing is embedded twice, nothing stays of a text that is gone."""

from pathlib import Path

import polars as pl
import pytest

from sdc_core.errors import MovedInputError
from sdc_core.layers import EMBEDDED, FINISHED
from sdc_core.store import platform
from sdc_core.store.months import MonthBatch
from tests.core.search.corpus import MONTH, embed, finish, open_root, ticket
from tests.core.search.fakes import CountingEmbedder

FEBRUARY = "2025-02"
TEXTS = ("Printer is offline", "Mail does not arrive", "The disk of the server is full")


@pytest.fixture
def root(tmp_path):
    finish(open_root(tmp_path), [ticket(str(n), text, day=n) for n, text in enumerate(TEXTS)])
    return tmp_path


def opened(root, embedder):
    """The data root as a process of its own opens it, with this embedder."""
    workspace = open_root(root)
    workspace.layers[EMBEDDED].__dict__["embedder"] = embedder
    return workspace


def run(root, month=MONTH, embedder=None):
    embedder = embedder or CountingEmbedder()
    report = embed(opened(root, embedder), month)
    return embedder.texts, report


def is_stale(root, embedder, month=MONTH):
    return opened(root, embedder).layers[EMBEDDED].is_stale(month)


def rows(root, month=MONTH):
    frame = pl.read_parquet(opened(root, None).layers[EMBEDDED].file(month))
    return {row["session_id"]: row for row in frame.to_dicts()}


def held(root):
    """All bytes that this layer and search keep."""
    files = [*(root / "store").rglob("*"), *(root / "cache" / "search").rglob("*")]
    return b"".join(path.read_bytes() for path in files if path.is_file())


def test_a_month_is_a_row_per_session_and_no_text(root):
    texts, report = run(root)

    assert sorted(texts) == sorted(TEXTS)
    assert (report.sessions, report.written, report.unchanged) == (3, 3, 0)
    frame = pl.read_parquet(opened(root, None).layers[EMBEDDED].file(MONTH))
    assert frame.schema == {
        "session_id": pl.String,
        "content_hash": pl.String,
        "model": pl.String,
        "vector": pl.Array(pl.Float32, 64),
    }
    assert b"Printer is offline" not in held(root)
    assert not is_stale(root, CountingEmbedder())


def test_nothing_is_embedded_again_that_is_known(root):
    run(root)
    changed = [ticket(str(n), text, day=n) for n, text in enumerate(TEXTS)]
    changed[1].segments[0].content = "Mail arrives twice"
    changed[2].context.customer_name = "Renamed Inc"
    finish(opened(root, None), changed)

    texts, report = run(root)

    assert texts == ["Mail arrives twice"]
    assert (report.sessions, report.written, report.unchanged) == (3, 1, 2)
    assert run(root)[0] == []


def test_a_session_that_moves_to_another_month_takes_its_vector_along(root):
    run(root)
    workspace = opened(root, None)
    finish(workspace, [ticket("0", TEXTS[0])])
    finish(workspace, [ticket("1", TEXTS[1], day=40)], FEBRUARY)

    texts, _ = run(root, FEBRUARY)

    assert texts == []
    assert len(rows(root, FEBRUARY)) == 1


def test_another_model_embeds_all_again(root):
    run(root)
    other = CountingEmbedder()
    other.model_id = "counting-2"

    assert is_stale(root, other)
    assert len(run(root, embedder=other)[0]) == 3
    assert {row["model"] for row in rows(root).values()} == {"counting-2"}


@pytest.mark.parametrize("harm", ["deleted", "torn", "another"])
def test_a_file_that_is_not_as_written_makes_its_month_stale(root, harm):
    run(root)
    file = opened(root, None).layers[EMBEDDED].file(MONTH)
    before = file.read_bytes()
    if harm == "deleted":
        file.unlink()
    else:
        file.write_bytes(before[:-9] if harm == "torn" else b"")

    assert is_stale(root, CountingEmbedder())
    run(root)
    assert file.read_bytes() == before
    assert not is_stale(root, CountingEmbedder())


def test_equal_sessions_give_equal_bytes(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    sessions = [ticket(str(n), text, day=n) for n, text in enumerate(TEXTS)]
    finish(open_root(other), sessions[::-1])
    run(root)
    run(other)

    files = [opened(place, None).layers[EMBEDDED].file(MONTH) for place in (root, other)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_what_is_gone_leaves_nothing(root):
    private = ticket("p", "Zanzibar holiday plans of the boss", day=5, system="SillyTavern")
    session_id = private.meta.session_id
    keep = [ticket(str(n), text, day=n) for n, text in enumerate(TEXTS)]
    finish(opened(root, None), [*keep, private])
    run(root)
    assert session_id in rows(root)
    assert b"zanzibar" in held(root)

    finish(opened(root, None), keep)
    run(root)

    assert session_id not in rows(root)
    assert session_id.encode() not in held(root)
    assert b"zanzibar" not in held(root)


def test_without_a_model_nothing_is_made_and_nothing_is_stale(root):
    assert not is_stale(root, None)

    workspace = opened(root, None)
    layer = workspace.layers[EMBEDDED]
    batch = layer.compute(MONTH, {FINISHED: workspace.layers[FINISHED].store.load(MONTH)})
    layer.commit(batch)

    assert batch.is_unchanged
    assert "pip install" in batch.metadata["model"]
    assert layer.store.manifest(MONTH) is None


def test_without_a_model_what_is_gone_goes_all_the_same(root):
    run(root)
    assert b"server" in held(root)
    finish(opened(root, None), [ticket("0", TEXTS[0])])

    assert is_stale(root, None)
    embed(opened(root, None))

    assert len(rows(root)) == 1
    assert not is_stale(root, None)
    assert b"server" not in held(root)


def test_words_of_what_is_gone_go_where_there_never_was_a_model(root):
    from sdc_core.search.place import SearchPlace
    from sdc_core.search.refresh import refresh

    refresh(SearchPlace.of(opened(root, None).settings), lambda: opened(root, None))
    assert b"server" in held(root)
    assert not is_stale(root, None)
    finish(opened(root, None), [ticket("0", TEXTS[0])])

    assert is_stale(root, None)
    embed(opened(root, None))

    assert b"server" not in held(root)
    assert not is_stale(root, None)


def test_texts_that_get_no_vector_wait_for_the_next_hour(root, monkeypatch):
    from datetime import UTC, datetime

    many = [ticket(str(n), f"Text number {n} of many", day=n) for n in range(10)]
    finish(opened(root, None), many)
    monkeypatch.setattr(
        "sdc_core.layers.embedded.now_utc", lambda: datetime(2025, 3, 1, 10, 59, tzinfo=UTC)
    )
    texts, report = run(root, embedder=CountingEmbedder(fails_after=4))
    assert (len(texts), report.sessions) == (4, 4)
    assert not is_stale(root, CountingEmbedder())

    monkeypatch.setattr(
        "sdc_core.layers.embedded.now_utc", lambda: datetime(2025, 3, 1, 11, 1, tzinfo=UTC)
    )
    assert is_stale(root, CountingEmbedder())
    assert len(run(root)[0]) == 6
    assert not is_stale(root, CountingEmbedder())


def test_a_month_that_moved_meanwhile_is_not_committed(root):
    workspace = opened(root, CountingEmbedder())
    layer = workspace.layers[EMBEDDED]
    batch = layer.compute(MONTH, {FINISHED: workspace.layers[FINISHED].store.load(MONTH)})
    finish(workspace, [ticket("0", TEXTS[0])])

    with pytest.raises(MovedInputError):
        layer.commit(batch)

    assert is_stale(root, CountingEmbedder())


class Killed(BaseException):
    """The process ends here."""


def steps_of(act):
    """Every durable step of a call, counted."""
    names = []
    platform.on_step = names.append
    try:
        act()
    finally:
        platform.on_step = platform._ignore
    return len(names)


def test_a_process_that_dies_anywhere_loses_nothing_and_embeds_nothing_twice(tmp_path, monkeypatch):
    sessions = [ticket(str(n), text, day=n) for n, text in enumerate(TEXTS)]
    whole = _root_of(tmp_path / "whole", sessions)
    steps = steps_of(lambda: run(whole))
    assert steps >= 3
    for step in range(steps):
        root = _root_of(tmp_path / str(step), sessions)
        left = iter(range(step))

        def die(_name, left=left):
            if next(left, None) is None:
                raise Killed

        monkeypatch.setattr(platform, "on_step", die)
        with pytest.raises(Killed):
            run(root)
        monkeypatch.setattr(platform, "on_step", platform._ignore)

        file = opened(root, None).layers[EMBEDDED].file(MONTH)
        was_written = file.exists()
        assert is_stale(root, CountingEmbedder())
        texts, _ = run(root)
        assert texts == [] or not was_written
        assert rows(root) == rows(whole)
        assert not is_stale(root, CountingEmbedder())


def _root_of(folder: Path, sessions):
    finish(open_root(folder), sessions)
    return folder


def test_the_months_of_the_graph_take_the_layer_along(root):
    from sdc_core.layers import stale_months

    assert stale_months(opened(root, CountingEmbedder()))[MONTH] >= {EMBEDDED}


def test_a_batch_of_another_kind_is_refused(root):
    layer = opened(root, None).layers[EMBEDDED]
    with pytest.raises(AssertionError):
        layer.commit(MonthBatch(MONTH, [], {}))
