"""The Sessions of a demo world as cases of an insight evaluation: what their jobs' problems are."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sdc_core.demo.generator import generate
from sdc_core.demo.judge import KnownRecords
from sdc_core.demo.trial import LAST_DAY, MONTHS, linked_sessions
from sdc_core.demo.truth import Kind, Truth
from sdc_core.insights.evaluation.cases import InsightCase
from sdc_core.models import Session

# A remote connection has no text, and what is left to do tells nothing of the problem.
_MUTE = frozenset({Kind.CONNECTION, Kind.TODO})


def cases_of_world(
    *,
    sessions: int,
    seed: int,
    end: date = LAST_DAY,
    step: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> list[InsightCase]:
    """Make a world, run everything over it, and take every Session with what is true of it.

    Raises:
        StoreError: A part of the pipeline failed.
    """
    with TemporaryDirectory(prefix="sdc-demo-") as folder:
        step("making a world", 0, 2)
        world = generate(Path(folder), sessions=sessions, months=MONTHS, seed=seed, end=end)
        truth = Truth.model_validate_json(world.truth.read_bytes())
        step("running everything over it", 1, 2)
        return cases_of(linked_sessions(world), truth)


def cases_of(sessions: list[Session], truth: Truth) -> list[InsightCase]:
    """Every Session with the accepted words of the jobs whose problem it can tell."""
    known = KnownRecords(truth)
    accepted = {job.job_id: job.accepted for job in truth.jobs}
    cases = []
    for session in sessions:
        telling = (r for r in known.records(session) if r.kind not in _MUTE and r.job_id)
        jobs = dict.fromkeys(str(record.job_id) for record in telling)
        words = [one for job in jobs for one in accepted[job]]
        cases.append(InsightCase(session.meta.session_id, session, words))
    return cases
