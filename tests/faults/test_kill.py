"""Killed before any durable step, the next run ends with the bytes of an undisturbed one."""

import os
from collections import Counter

import pytest

from tests.faults import kill, world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need fork, which Windows lacks"),
]
KILLS_PER_STEP = 5


@pytest.fixture(scope="module")
def server():
    with kill.model() as running:
        yield running


@pytest.fixture(scope="module")
def truth(tmp_path_factory, server):
    return kill.undisturbed(tmp_path_factory.mktemp("truth"), server)


def test_both_phases_together_pass_every_named_step_often_enough(truth):
    met = truth.counts["first"] + truth.counts["update"]
    assert {step: met[step] for step in world.STEPS if met[step] < KILLS_PER_STEP} == {}


@pytest.mark.parametrize("phase", kill.PHASES)
@pytest.mark.parametrize("step", world.STEPS)
def test_a_kill_before_any_step_loses_and_doubles_nothing(
    truth, server, tmp_path, phase, step, capsys
):
    places = kill.spread(truth.counts[phase][step], KILLS_PER_STEP)
    kills = [kill.Kill(phase, step, number) for number in places]
    outcomes = [kill.kill_and_repeat(tmp_path, truth, server, one) for one in kills]
    with capsys.disabled():
        print(f"\n  {phase:6} {step:12} killed before no. {places} of {truth.counts[phase][step]}")
    assert [o.kill for o in outcomes if not o.was_killed] == []
    assert {o.kill: o.differing for o in outcomes if o.differing} == {}
    assert sum(o.duplicates for o in outcomes) == 0
    assert [o for o in outcomes if not o.is_fine] == []


def test_the_comparison_sees_a_lost_session(truth):
    """The twin that must fail: a tree without one finished file is not equal."""
    tree = dict(truth.trees["first"])
    tree.pop(next(path for path in tree if path.startswith("output/")))
    assert tree != truth.trees["first"]
    assert Counter(truth.trees["first"].keys() - tree.keys()).total() == 1
