"""`sdc evaluate demo`: a world whose truth is known, run over, and held against it."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.evaluate_linking_view import rate
from sdc_assets.cli.terminal import json_option, print_json, progress, say, show, table

if TYPE_CHECKING:
    from sdc_core.demo.judge import Verdict
    from sdc_core.demo.tally import Tally
    from sdc_core.demo.trial import Trial

SHOWN_WRONG = 30
SESSIONS, SEED = 5000, 7
_TITLES = {
    "points": "Their own evidence points to the true customer: to be linked, never wrongly",
    "misnamed": "The source names another customer: to be flagged where evidence contradicts it",
    "silent": "No evidence, or a chat without hard evidence: to stay open or Complete",
}
_HEADERS = ["source", "sessions", "right", "wrong", "open", "open share"]


@click.command()
@click.option("--sessions", default=SESSIONS, show_default=True, type=click.IntRange(min=1),
              help="About how many.")  # fmt: skip
@click.option("--seed", default=SEED, show_default=True, help="Another seed, another world.")
@click.option("--names", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="A linking set: its customers, and how they are written.")  # fmt: skip
@json_option
def command(*, sessions: int, seed: int, names: Path | None, as_json: bool) -> None:
    """Make a demo world, run everything over it, and say which links are right.

    The world lies in a temporary folder and is gone afterwards. A Session is put into its group by
    what is true of it, never by what the linker made of it.
    """
    from sdc_core.demo.trial import try_world

    with TemporaryDirectory(prefix="sdc-demo-") as folder, progress(is_silent=as_json) as step:
        trial = try_world(Path(folder), sessions=sessions, seed=seed, names=names, step=step)
    if as_json:
        print_json(_to_json(trial))
    else:
        _show(trial)


def _show(trial: "Trial") -> None:
    from sdc_core.demo.judge import Group
    from sdc_core.demo.tally import Tally, by_source, without_tickets

    say(_headline(trial))
    for group in Group:
        rows = [_row(name, tally) for name, tally in by_source(trial.verdicts, group).items()]
        whole = Tally.of(v for v in trial.verdicts if v.group is group)
        show(table(_TITLES[group], _HEADERS, [*rows, _row("all", whole)]))
        if group is Group.MISNAMED:
            _say_flags(whole)
    linked = Tally.of(without_tickets(trial.verdicts))
    say(f"Without tickets, which carry Syncro's customer: precision {rate(linked.precision)}, "
        f"{linked.right:,} right and {linked.wrong:,} wrong links")  # fmt: skip
    _show_wrong(trial)


def _headline(trial: "Trial") -> str:
    from sdc_core.demo.tally import Tally

    whole = Tally.of(trial.verdicts)
    linked = whole.right + whole.wrong + whole.elsewhere
    wrong = f"{whole.wrong:,} of them wrongly" if whole.wrong else "none of them wrongly"
    misled = f" ({whole.elsewhere:,} to the other customer that their source itself names)"
    return (
        f"Of {whole.sessions:,} Sessions of {len(trial.names):,} customers {linked:,} are linked, "
        f"{wrong}{misled * bool(whole.elsewhere)}; {whole.open:,} are open."
    )


def _row(name: str, tally: "Tally") -> tuple[object, ...]:
    return name, tally.sessions, tally.right, tally.wrong, tally.open, rate(tally.open_share)


def _say_flags(tally: "Tally") -> None:
    say(f"{tally.elsewhere:,} are linked to the customer that the source names; of "
        f"{tally.with_facts:,} with a fact against it {tally.flagged:,} are flagged "
        f"({rate(tally.flagged_share)})")  # fmt: skip


def _show_wrong(trial: "Trial") -> None:
    wrong = [v for v in trial.verdicts if v.is_wrong]
    say(f"Wrong links: {len(wrong):,}")
    for verdict in wrong[:SHOWN_WRONG]:
        linked, true = _names(trial, verdict)
        say(f"- {verdict.place}: {verdict.text!r} -> {linked!r}, in truth {true}")
        say(f"  {verdict.reason}")
    if len(wrong) > SHOWN_WRONG:
        say(f"  and {len(wrong) - SHOWN_WRONG:,} more; --json has them all")


def _names(trial: "Trial", verdict: "Verdict") -> tuple[str, str]:
    linked = trial.names.get(verdict.customer_id or 0, str(verdict.customer_id))
    return linked, " or ".join(repr(trial.names[n]) for n in sorted(verdict.true_ids))


def _to_json(trial: "Trial") -> dict[str, Any]:
    from sdc_core.demo.tally import Tally, by_group, by_source, without_tickets

    return {
        "world": trial.world.parameters,
        "sessions": len(trial.verdicts),
        "groups": {
            group.value: {
                **_tally_json(tally),
                "sources": {
                    name: _tally_json(part)
                    for name, part in by_source(trial.verdicts, group).items()
                },
            }
            for group, tally in by_group(trial.verdicts).items()
        },
        "all": _tally_json(Tally.of(trial.verdicts)),
        "without_tickets": _tally_json(Tally.of(without_tickets(trial.verdicts))),
        "wrong_links": [_wrong_json(trial, v) for v in trial.verdicts if v.is_wrong],
    }


def _tally_json(tally: "Tally") -> dict[str, Any]:
    shares = ("open_share", "linked_share", "precision", "flagged_share")
    return {**asdict(tally), **{name: getattr(tally, name) for name in shares}}


def _wrong_json(trial: "Trial", verdict: "Verdict") -> dict[str, Any]:
    linked, true = _names(trial, verdict)
    return {
        "session_id": verdict.session_id,
        "group": verdict.group.value,
        "place": verdict.place,
        "text": verdict.text,
        "linked_to": linked,
        "truth": true,
        "reason": verdict.reason,
    }
