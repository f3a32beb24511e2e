"""`clean` deletes what can be rebuilt and nothing else."""

import pytest

from sdc_assets.cli.exits import Exit

KEPT = ("input", "records", "decisions", "quarantine")


def kept(place):
    return {name: b for name, b in place.tree(*KEPT).items() if not name.endswith("_cursor.json")}


@pytest.mark.parametrize("target", ["screenconnect", "all", "cache", "logs"])
def test_without_commit_nothing_is_touched(place, target):
    place.json("run")
    before = place.tree(".")
    shown = place.json("clean", target)
    assert not shown["deleted"]
    assert shown["files"]
    assert {n: b for n, b in place.tree(".").items() if "sdc.log" not in n} == {
        n: b for n, b in before.items() if "sdc.log" not in n
    }


@pytest.mark.parametrize("target", ["screenconnect", "all", "cache"])
def test_what_was_deleted_comes_back_and_evidence_stays(place, target):
    place.json("run")
    before, finished = kept(place), place.finished()
    contents = [path.read_bytes() for path in finished]
    assert place.json("clean", target, "--commit")["deleted"]
    assert kept(place) == before
    if target != "cache":
        assert place.finished() == []
    place.json("run")
    assert kept(place) == before
    assert place.finished() == finished
    assert [path.read_bytes() for path in finished] == contents


def test_an_edit_by_hand_is_kept_before_its_file_goes(place):
    place.json("run")
    path = place.finished()[0]
    path.write_text(path.read_text("utf-8").replace('"user_notes": null', '"user_notes": "mine"'))
    place.json("clean", "all", "--commit")
    place.json("run")
    assert '"user_notes": "mine"' in path.read_text("utf-8")


def test_the_customer_cache_stays(place):
    place.json("run")
    before = place.tree("cache/customers")
    place.json("clean", "cache", "--commit")
    assert place.tree("cache/customers") == before
    assert before


def test_logs_go(place):
    place.json("run")
    place.json("clean", "logs", "--commit")
    assert not (place.data / "logs" / "sdc.log").exists()


def test_commit_asks_a_person(place):
    place.json("run")
    refused = place.sdc("clean", "all", "--commit")
    assert "Delete" in refused.stdout
    assert place.finished()
    assert place.sdc("clean", "all", "--commit", "--yes").exit_code == Exit.FINE
    assert not place.finished()


def test_an_unknown_target_is_refused_whole(place):
    place.json("run")
    refused = place.sdc("clean", "all", "nonsense", "--commit", "--yes")
    assert refused.exit_code == Exit.USAGE
    assert "'nonsense'" in refused.stderr
    assert place.finished()


def test_links_are_not_followed(place, tmp_path):
    place.json("run")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.json").write_text("x")
    (place.data / "store" / "link").symlink_to(outside, target_is_directory=True)
    place.json("clean", "all", "--commit")
    assert (outside / "precious.json").exists()
