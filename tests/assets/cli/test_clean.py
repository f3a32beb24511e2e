"""`clean` deletes what can be rebuilt and nothing else."""

import pytest

from sdc_assets.cli.exits import Exit

KEPT = ("input", "records", "decisions", "quarantine")


def kept(place):
    return {name: b for name, b in place.tree(*KEPT).items() if not name.endswith("_cursor.json")}


@pytest.mark.parametrize("target", ["screenconnect", "all", "cache", "logs"])
def test_without_commit_nothing_is_touched(ran, target):
    before = ran.tree(".")
    shown = ran.json("clean", target)
    assert not shown["deleted"]
    assert shown["files"]
    assert {n: b for n, b in ran.tree(".").items() if "sdc.log" not in n} == {
        n: b for n, b in before.items() if "sdc.log" not in n
    }


@pytest.mark.parametrize("target", ["screenconnect", "all", "cache"])
def test_what_was_deleted_comes_back_and_evidence_stays(ran, target):
    before, finished = kept(ran), ran.finished()
    contents = [path.read_bytes() for path in finished]
    assert ran.json("clean", target, "--commit")["deleted"]
    assert kept(ran) == before
    if target != "cache":
        assert ran.finished() == []
    ran.json("run")
    assert kept(ran) == before
    assert ran.finished() == finished
    assert [path.read_bytes() for path in finished] == contents


def test_an_edit_by_hand_is_kept_before_its_file_goes(ran):
    path = ran.finished()[0]
    path.write_text(path.read_text("utf-8").replace('"user_notes": null', '"user_notes": "mine"'))
    ran.json("clean", "all", "--commit")
    ran.json("run")
    assert '"user_notes": "mine"' in path.read_text("utf-8")


def test_the_customer_cache_stays(ran):
    before = ran.tree("cache/customers")
    ran.json("clean", "cache", "--commit")
    assert ran.tree("cache/customers") == before
    assert before


def test_logs_go(ran):
    ran.json("clean", "logs", "--commit")
    assert not (ran.data / "logs" / "sdc.log").exists()


def test_commit_asks_a_person(ran):
    refused = ran.sdc("clean", "all", "--commit")
    assert "Delete" in refused.stdout
    assert ran.finished()
    assert ran.sdc("clean", "all", "--commit", "--yes").exit_code == Exit.FINE
    assert not ran.finished()


def test_an_unknown_target_is_refused_whole(ran):
    refused = ran.sdc("clean", "all", "nonsense", "--commit", "--yes")
    assert refused.exit_code == Exit.USAGE
    assert "'nonsense'" in refused.stderr
    assert ran.finished()


def test_links_are_not_followed(ran, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.json").write_text("x")
    (ran.data / "store" / "link").symlink_to(outside, target_is_directory=True)
    ran.json("clean", "all", "--commit")
    assert (outside / "precious.json").exists()
