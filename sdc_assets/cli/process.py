"""`sdc process`: one step of the chain over the months that need it."""

from typing import Any, NamedTuple

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.lock import hold_run, wait_option
from sdc_assets.cli.terminal import json_option
from sdc_core.insights.scope import STEPS as LLM_STEPS

ALL = "all"
LINKING = "customer_linking"
EMBEDDINGS = "embeddings"
STEPS = (LINKING, *LLM_STEPS, EMBEDDINGS)
# Names of the older first version.
OTHER_NAMES = {step.removeprefix("llm_"): step for step in LLM_STEPS}


class Part(NamedTuple):
    """A job, the layer that must be behind for it, and the steps that it may ask for."""

    job: str
    layer: str
    steps: tuple[str, ...] = ()


@click.command()
@click.option("--step", default=ALL, show_default=True, help=f"{', '.join(STEPS)} or {ALL}.")
@click.option(
    "--retry",
    is_flag=True,
    help="All months again, and ask again also what a language model failed at.",
)
@click.option(
    "--dry-run", is_flag=True, help="Say what would be asked and what it costs; send nothing."
)
@click.option(
    "--show-prompt",
    metavar="SESSION",
    help="Show exactly what would be sent about a Session (the start of its id, or its file).",
)
@wait_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    step: str,
    show_prompt: str | None,
    wait_seconds: int,
    *,
    retry: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run one step, or all, over the months whose inputs changed since.

    Nothing is read from the sources. A Session that comes out equal is not written again, and what
    a language model answered once is not asked again.
    """
    app: App = ctx.obj
    name = _step(step)
    if name == EMBEDDINGS and (dry_run or show_prompt is not None):
        raise click.UsageError(f"the step {EMBEDDINGS!r} has no prompt to show or to count")
    if show_prompt is not None:
        from sdc_assets.cli.show_prompt import show_prompts

        show_prompts(app, show_prompt, name, as_json=as_json)
    elif dry_run:
        from sdc_assets.cli.dry_run import show_estimate

        show_estimate(app, name, retry=retry, as_json=as_json)
    else:
        _run(ctx, app, name, wait_seconds, retry=retry, as_json=as_json)


def _run(
    ctx: click.Context, app: App, step: str, wait_seconds: int, *, retry: bool, as_json: bool
) -> None:
    from sdc_assets.cli.pipeline import finish, run_stale, run_these, shown
    from sdc_core.layers import known_months

    runs = []
    with hold_run(app, what=f"sdc process --step {step}", wait_seconds=wait_seconds):
        with shown(as_json=as_json) as tell:
            for part in _parts(step):
                ops = _ops(part, retry=retry)
                if retry:
                    months = known_months(app.workspace)
                    runs += run_these(app, part.job, months, tell, ops)
                else:
                    runs += run_stale(app, part.job, tell, layers=[part.layer], ops=ops)
        ctx.exit(finish(app, runs, as_json=as_json).exit)


def _ops(part: Part, *, retry: bool) -> dict[str, Any] | None:
    from sdc_assets.jobs import link_config, steps_config

    if part.job == EMBEDDINGS:
        return None
    return (
        link_config(retry=retry) if part.job == LINKING else steps_config(part.steps, retry=retry)
    )


def _step(step: str) -> str:
    name = OTHER_NAMES.get(step, step)
    if name not in {*STEPS, ALL}:
        raise click.BadParameter(f"unknown step {step!r}; there are {', '.join([*STEPS, ALL])}")
    return name


def _parts(step: str) -> list[Part]:
    if step in LLM_STEPS:
        return [Part(step, "session_insights", (step,))]
    parts = [
        Part(LINKING, "linked_sessions"),
        Part("insights", "session_insights"),
        Part(EMBEDDINGS, "session_embeddings"),
    ]
    return parts if step == ALL else [part for part in parts if part.job == step]
