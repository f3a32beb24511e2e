"""Jobs: the pipelines and steps of the command line, so that its history is Dagster's.

Intakes and months are separate jobs: a source that fails then stops nothing but its own intake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg
from dagster import AssetSelection
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from sdc_assets.keys import (
    CUSTOMERS,
    EMBEDDINGS,
    INSIGHTS,
    LINKED,
    intake_key,
    monthly_keys,
    sessions_key,
)
from sdc_core.insights.scope import STEPS
from sdc_core.sources.base import Source

# What define_asset_job returns; Dagster gives it no public name.
Job = UnresolvedAssetJobDefinition


SOURCES_JOB = "sources"


def intake_job_name(source: str) -> str:
    """Name of the job that runs one intake."""
    return f"intake_{source}"


def key_of_job(job: str) -> dg.AssetKey:
    """The asset of a job over a single source or over the customers."""
    prefix = intake_job_name("")
    return intake_key(job.removeprefix(prefix)) if job.startswith(prefix) else CUSTOMERS


@dataclass(frozen=True)
class Jobs:
    """All jobs; `intakes` by source name, `llm_steps` by step."""

    full: Job
    sources: Job
    ingest_only: Job
    chain: Job
    customers: Job
    customer_linking: Job
    insights: Job
    embeddings: Job
    llm_steps: dict[str, Job]
    intakes: dict[str, Job]
    sessions: dict[str, Job]

    def all(self) -> list[Job]:
        """Every job once."""
        named = [self.full, self.sources, self.ingest_only, self.chain, self.customers]
        steps = [self.customer_linking, self.insights, self.embeddings, *self.llm_steps.values()]
        return [*named, *steps, *self.intakes.values(), *self.sessions.values()]


def make_jobs(sources: Sequence[Source]) -> Jobs:
    """The jobs over these sources."""
    intakes = [intake_key(source.name) for source in sources]
    sessions = [sessions_key(source.name) for source in sources]
    return Jobs(
        full=dg.define_asset_job(
            "full",
            AssetSelection.all(),
            description="Customers, all intakes, and all steps of the months asked for.",
        ),
        sources=dg.define_asset_job(
            SOURCES_JOB,
            AssetSelection.assets(CUSTOMERS, *intakes),
            description="Customers and all intakes; one that fails stops no other.",
        ),
        ingest_only=dg.define_asset_job(
            "ingest_only",
            AssetSelection.assets(*intakes, *sessions),
            description="All intakes and the Sessions of the months asked for, nothing linked.",
        ),
        chain=dg.define_asset_job(
            "chain",
            AssetSelection.assets(*monthly_keys(sources)),
            description="All monthly steps, from the record stores to the finished files.",
        ),
        customers=_job("customers", CUSTOMERS, "Refresh the customer cache."),
        customer_linking=_job("customer_linking", LINKED, "Link the months asked for."),
        insights=_job(
            "insights",
            INSIGHTS,
            "Titles, summaries and all other insights of the months asked for.",
        ),
        embeddings=_job("embeddings", EMBEDDINGS, "Vectors of the months asked for."),
        llm_steps={step: _llm_job(step) for step in STEPS},
        intakes={source.name: _intake_job(source) for source in sources},
        sessions={source.name: _sessions_job(source) for source in sources},
    )


def _intake_job(source: Source) -> Job:
    description = f"Read what is new in {source.system}."
    return _job(intake_job_name(source.name), intake_key(source.name), description)


def _sessions_job(source: Source) -> Job:
    description = f"{source.system} Sessions of the months asked for."
    return _job(f"sessions_{source.name}", sessions_key(source.name), description)


def steps_config(steps: Sequence[str], *, retry: bool = False) -> dict[str, Any]:
    """What a job over the insights is told: which steps may ask a language model."""
    return {INSIGHTS.path[-1]: {"config": {"steps": list(steps), "retry": retry}}}


def link_config(*, retry: bool) -> dict[str, Any]:
    """What a job over the linked months is told: whether to ask again what a model failed at."""
    return {LINKED.path[-1]: {"config": {"retry": retry}}}


def _llm_job(step: str) -> Job:
    return dg.define_asset_job(
        step,
        AssetSelection.assets(INSIGHTS),
        config={"ops": steps_config([step])},
        description=f"The insights of the months asked for; of what a language model has not "
        f"answered yet only {step.removeprefix('llm_').replace('_', ' ')!r} is asked.",
    )


def _job(name: str, key: dg.AssetKey, description: str) -> Job:
    return dg.define_asset_job(name, AssetSelection.assets(key), description=description)
