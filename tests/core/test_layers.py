"""What makes a month stale, what it is computed from, and what is left alone."""

import shutil

import pytest

from sdc_core.errors import MovedInputError
from sdc_core.layers import EMBEDDED, FINISHED, LINKED, known_months, stale_months
from sdc_core.pipeline import run_month, run_pipeline
from sdc_core.settings import Technician
from tests.core.toy import World, line, make_source

JANUARY, FEBRUARY = "2025-01", "2025-02"
IN_FEBRUARY = "2025-02-03T10:00:00+00:00"
CHAIN = {"sessions/toy", LINKED, FINISHED, EMBEDDED}
NOW = "2025-06-30T12:00:00+00:00"
JOE = Technician(id="joe", name="Joe Doe", names=["J"], syncro_user_ids=[1])


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setenv("SDC_NOW", NOW)


@pytest.fixture
def world(tmp_path):
    """One Session in January, one in February, all finished."""
    ready = World(tmp_path)
    ready.write(line(1), line(2, IN_FEBRUARY))
    run_pipeline(ready.open())
    assert stale_months(ready.open()) == {}
    return ready


def _finished(world):
    return {
        name: content
        for name, content in world.tree("output").items()
        if not name.endswith("_manifest.json")
    }


def _ingest(world):
    from sdc_core.intake import run_intake

    run_intake(world.open(), "toy")


class TestStale:
    def test_one_row_makes_its_month_stale_from_its_source_down(self, world):
        world.write(line(1, text="changed"), line(2, IN_FEBRUARY))
        _ingest(world)
        assert stale_months(world.open()) == {JANUARY: CHAIN}

    def test_a_row_in_one_source_leaves_the_other_source_alone(self, tmp_path):
        world = World(tmp_path, make_source("toy"), make_source("other"))
        world.write(line(1))
        world.write(line(5), source="other")
        run_pipeline(world.open())
        world.write(line(1, text="changed"))
        _ingest(world)
        assert stale_months(world.open()) == {JANUARY: CHAIN}

    def test_a_setting_that_shapes_the_source_makes_all_its_months_stale(self, world):
        world.sources = (make_source(settings_used=lambda _: {"gap_minutes": 30}),)
        assert stale_months(world.open()) == {JANUARY: CHAIN, FEBRUARY: CHAIN}

    def test_a_technician_more_makes_all_its_months_stale(self, world):
        world.settings = world.settings.model_copy(update={"technicians": [JOE]})
        assert stale_months(world.open()) == {JANUARY: CHAIN, FEBRUARY: CHAIN}

    def test_what_builds_a_month_is_digested_as_it_always_was(self, tmp_path):
        """Another digest makes every month that stands stale: `BUILD_VERSION` says when it may."""
        used = {"gap_minutes": 5, "technicians": [JOE.model_dump(mode="json")]}
        world = World(tmp_path, make_source(settings_used=lambda _: used), technicians=[JOE])
        build = world.open().layers["sessions/toy"].inputs(JANUARY)["build"]
        assert build == "f2c9f39eb08360afa4bed175e1131e38224c3e219bb230533478405bdfe70131"

    def test_a_new_parser_makes_all_its_months_stale(self, world):
        world.sources = (make_source(parser_version="2"),)
        assert stale_months(world.open()) == {JANUARY: CHAIN, FEBRUARY: CHAIN}

    def test_a_knob_of_the_linker_makes_the_linked_months_stale(self, world):
        changed = {"customer_linking_margin": 20}
        knobs = world.settings.processing_defaults.model_copy(update=changed)
        world.settings = world.settings.model_copy(update={"processing_defaults": knobs})
        assert set(stale_months(world.open())[JANUARY]) == {LINKED, FINISHED, EMBEDDED}

    def test_new_weights_make_the_linked_months_stale(self, world, monkeypatch):
        monkeypatch.setattr("sdc_core.layers.linked.weights_digest", lambda: "trained again")
        assert set(stale_months(world.open())[JANUARY]) == {LINKED, FINISHED, EMBEDDED}

    def test_new_customers_that_change_no_answer_make_no_month_stale(self, world):
        before = world.tree("store", "output")
        world.customers("Alpha Corp", "Beta Ltd", "Gamma Inc")
        assert run_pipeline(world.open()).commits == {}
        assert world.tree("store", "output") == before
        assert stale_months(world.open()) == {}

    def test_a_renamed_customer_is_written_where_it_is_linked_only(self, world):
        world.write(line(1), line(2, IN_FEBRUARY, company="Beta Ltd"))
        run_pipeline(world.open())
        before = _finished(world)
        world.customers("Alpha Corp", "Beta Limited")
        run_pipeline(world.open())
        changed = {name for name, content in _finished(world).items() if before[name] != content}
        assert {name.split("/")[2] for name in changed} == {FEBRUARY}

    def test_known_months_are_those_of_records_and_of_layers(self, world):
        assert known_months(world.open()) == [JANUARY, FEBRUARY]


class TestDamage:
    @pytest.mark.parametrize("how", ["cut", "gone", "flipped"])
    @pytest.mark.parametrize("layer", ["sessions/toy", LINKED])
    def test_a_damaged_month_is_rebuilt_with_the_same_bytes(self, world, layer, how):
        before = world.tree("store", "output")
        [path] = (world.root / "store" / layer / JANUARY).glob("sessions-*.jsonl")
        content = path.read_bytes()
        path.write_bytes({"cut": content[:40], "gone": b"", "flipped": b"!" + content[1:]}[how])
        if how == "gone":
            path.unlink()
        assert set(stale_months(world.open())) == {JANUARY}
        run_pipeline(world.open())
        assert world.tree("store", "output") == before

    def test_a_damaged_manifest_is_rebuilt(self, world):
        before = _finished(world)
        manifest = world.root / "store" / LINKED / JANUARY / "_manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:50])
        run_pipeline(world.open())
        assert _finished(world) == before
        assert stale_months(world.open()) == {}

    @pytest.mark.parametrize("folder", ["store", "cache", "output"])
    def test_a_deleted_folder_comes_back(self, world, folder):
        before = _finished(world)
        shutil.rmtree(world.root / folder)
        run_pipeline(world.open())
        assert _finished(world) == before
        assert stale_months(world.open()) == {}
        assert len(list((world.root / "cache/index").glob("*.parquet"))) == 2

    def test_all_that_can_be_rebuilt_is_rebuilt_at_once(self, world):
        before = _finished(world)
        for folder in ("store", "cache", "output"):
            shutil.rmtree(world.root / folder)
        run_pipeline(world.open())
        assert _finished(world) == before

    def test_a_lost_interval_index_makes_its_month_stale(self, world):
        (world.root / "cache/index/2025-01.parquet").unlink()
        assert stale_months(world.open()) == {JANUARY: {FINISHED, EMBEDDED}}
        assert run_pipeline(world.open()).written(FINISHED) == 0
        assert (world.root / "cache/index/2025-01.parquet").is_file()


class TestMoving:
    def test_a_session_that_moves_leaves_its_old_month_empty(self, world):
        world.write(line(1, "2025-03-03T10:00:00+00:00"), line(2, IN_FEBRUARY))
        run_pipeline(world.open())
        store = world.open().layers[FINISHED].store
        assert [len(store.load(m)) for m in (JANUARY, FEBRUARY, "2025-03")] == [0, 1, 1]
        assert not list((world.root / "output/sessions/2025-01").glob("2025-*.json"))
        assert stale_months(world.open()) == {}

    def test_a_month_whose_only_record_is_out_of_range_now_is_empty(self, world):
        knobs = world.settings.processing_defaults.model_copy(update={"first_month": FEBRUARY})
        world.settings = world.settings.model_copy(update={"processing_defaults": knobs})
        run_pipeline(world.open())
        assert not list((world.root / "output/sessions/2025-01").glob("2025-*.json"))
        assert stale_months(world.open()) == {}

    def test_records_that_move_between_compute_and_commit_are_computed_again(self, world):
        world.write(line(1, text="one"), line(2, IN_FEBRUARY))
        _ingest(world)
        workspace = world.open()
        layer = workspace.layers["sessions/toy"]
        batch = layer.compute(JANUARY, {})
        world.write(line(1, text="two"), line(2, IN_FEBRUARY))
        _ingest(world)
        with pytest.raises(MovedInputError, match=r"changed while it was computed: records"):
            layer.commit(batch)
        run_pipeline(world.open())
        [session] = world.open().layers[FINISHED].store.load(JANUARY)
        assert session.segments[0].content == "two"

    def test_a_month_above_that_moves_after_its_digest_was_noted(self, world):
        """Upstream is loaded after the digests: a commit between the two is met at commit."""
        workspace = world.open()
        layer = workspace.layers[LINKED]
        world.write(line(1, text="one"), line(2, IN_FEBRUARY))
        _ingest(world)
        run_month(world.open(), "sessions/toy", JANUARY)

        class Overtaken(dict):
            def get(self, name, default=None):
                world.write(line(1, text="two"), line(2, IN_FEBRUARY))
                _ingest(world)
                run_month(world.open(), "sessions/toy", JANUARY)
                return workspace.layers[name].store.load(JANUARY)

        batch = layer.compute(JANUARY, Overtaken())
        with pytest.raises(MovedInputError, match="sessions/toy"):
            layer.commit(batch)

    def test_a_month_that_never_was_is_empty_and_not_stale(self, world):
        workspace = world.open()
        assert not any(layer.is_stale("2024-05") for layer in workspace.layers.values())
        report = run_month(workspace, "sessions/toy", "2024-05")
        assert report.sessions == 0


class TestUpstream:
    def test_the_order_of_upstream_sessions_does_not_matter(self, tmp_path):
        world = World(tmp_path, make_source("toy"), make_source("other"))
        world.write(*(line(n, company=f"C{n}") for n in range(5)))
        world.write(*(line(n, company=f"D{n}") for n in range(9, 14)), source="other")
        run_pipeline(world.open())
        workspace = world.open()
        layer = workspace.layers[LINKED]
        upstream = {name: workspace.layers[name].store.load(JANUARY) for name in layer.upstream}
        turned = {name: upstream[name][::-1] for name in reversed(upstream)}
        manifest = layer.store.manifest(JANUARY)
        before = world.tree("store")
        shutil.rmtree(world.root / "store" / LINKED)
        batch = layer.compute(JANUARY, turned)
        layer.commit(batch)
        assert layer.store.manifest(JANUARY).content_digest == manifest.content_digest
        assert world.tree("store") == before

    def test_all_records_gone_flags_the_session(self, world):
        (world.root / "input/toy/a.toy").unlink()
        run_pipeline(world.open())
        [session] = world.open().layers[FINISHED].store.load(JANUARY)
        assert session.meta.flags == ["source_missing"]

    def test_a_moved_id_lists_what_it_supersedes(self, world):
        [old] = world.open().layers[FINISHED].store.load(JANUARY)
        world.write(line(1), line(7, "2025-01-03T09:00:00+00:00"), line(2, IN_FEBRUARY))
        run_pipeline(world.open())
        [new] = world.open().layers[FINISHED].store.load(JANUARY)
        assert new.meta.session_id != old.meta.session_id
        assert new.meta.supersedes == [old.meta.session_id]
