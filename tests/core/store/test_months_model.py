"""A month against a plain dict: commits, stops at any step, lost and torn files, hand edits."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sdc_core.errors import MovedInputError
from sdc_core.ids import digest_bytes
from sdc_core.store import platform
from sdc_core.store.months import Layout, MonthBatch, MonthStore
from tests.core.store.stops import StoppedError
from tests.factory import MOMENT, make_session

MONTH = "2025-01"
NAMES = "abcde"
CONTENTS = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2))


class Month(RuleBasedStateMachine):
    """`wanted` is what the last commit asked for; the store must say the same, or raise."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.wanted: dict[str, int] = {}
        self.number = 0
        self.is_torn = False

    @initialize(layout=st.sampled_from(Layout))
    def open(self, layout: Layout) -> None:
        self.store = MonthStore(self.root / "s", root=self.root, layer="x", layout=layout)
        self.commit(self.wanted)

    def teardown(self) -> None:
        platform.on_step = platform._ignore
        shutil.rmtree(self.root)

    @rule(wanted=CONTENTS)
    def commit(self, wanted: dict[str, int]) -> None:
        self.number += 1
        self.store.commit(self.batch(wanted))
        self.wanted, self.is_torn = wanted, False

    @rule(wanted=CONTENTS, number=st.integers(0, 20))
    def commit_and_stop(self, wanted: dict[str, int], number: int) -> None:
        self.number += 1
        left = iter(range(number))

        def hook(step: str) -> None:
            if next(left, None) is None:
                raise StoppedError(step)

        platform.on_step = hook
        try:
            self.store.commit(self.batch(wanted))
        except StoppedError:
            self.is_torn = True
        else:
            self.wanted, self.is_torn = wanted, False
        finally:
            platform.on_step = platform._ignore

    @precondition(lambda self: self.wanted and not self.is_torn)
    @rule(place=st.integers(0, 4), keep=st.integers(0, 60))
    def lose_or_tear(self, place: int, keep: int) -> None:
        files = sorted(self.store.manifest(MONTH).files)
        path = self.root / "s" / MONTH / files[place % len(files)]
        if keep > 50:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:keep])
        assert path.name in self.store.damage(MONTH)
        self.is_torn = True

    @precondition(
        lambda self: self.wanted and not self.is_torn and self.store.layout is Layout.FILES
    )
    @rule(place=st.integers(0, 4))
    def edit(self, place: int) -> None:
        entry = self.store.manifest(MONTH).sessions[place % len(self.wanted)]
        path = self.root / "s" / MONTH / entry.file
        edited = path.read_bytes() + b"\n"
        path.write_bytes(edited)
        with pytest.raises(MovedInputError):
            self.store.commit(MonthBatch(MONTH, [], {"number": "edit"}))
        assert path.read_bytes() == edited
        self.is_torn = True

    @invariant()
    def the_store_says_what_was_asked_for(self) -> None:
        if self.number and not self.is_torn:
            found = {s.insights.source_title: s.insights.user_notes for s in self.store.load(MONTH)}
            assert found == {f"work {name}": str(version) for name, version in self.wanted.items()}
            assert self.store.damage(MONTH) == {}
            named = {"_manifest.json", *self.store.manifest(MONTH).files}
            assert {path.name for path in (self.root / "s" / MONTH).iterdir()} == named

    def batch(self, wanted: dict[str, int]) -> MonthBatch:
        sessions = []
        for name, version in wanted.items():
            session = make_session(name, MOMENT + timedelta(hours=NAMES.index(name)))
            session.insights.user_notes = str(version)
            sessions.append(session)
        return MonthBatch(MONTH, sessions, {"number": str(self.number)}, taken=self.taken())

    def taken(self) -> dict[str, str]:
        """What the hand edits of the month would say: damaged files that no stopped commit left."""
        pending, folder = self.store.pending(MONTH), self.root / "s" / MONTH
        changed = (name for name, what in self.store.damage(MONTH).items() if what == "changed")
        digests = {name: digest_bytes((folder / name).read_bytes()) for name in changed}
        return {name: digest for name, digest in digests.items() if pending.get(name) != digest}


Month.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestMonth = Month.TestCase
