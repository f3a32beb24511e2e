"""The one place where a linker is made: the graph and the evaluation link with the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sdc_core.linking.base import Customer, Linker
from sdc_core.linking.cascade.band import Band, Chooser
from sdc_core.linking.lessons.learned import Learned
from sdc_core.settings import Settings
from sdc_core.store.bulk import collector_paused

if TYPE_CHECKING:
    from sdc_core.linking.evidence.hits import HitIndex


def make_linker(
    customers: Sequence[Customer],
    settings: Settings,
    *,
    fingerprint: str,
    learned: Learned | None = None,
    chooser: Chooser | None = None,
    hits: "HitIndex | None" = None,
) -> Linker:
    """The linker that the settings ask for, over these customers.

    Args:
        customers: The whole list; ids are unique.
        settings: Threshold, margin and the knobs of the section `linking`.
        fingerprint: Names this state of the list in the evidence.
        learned: What people decided on texts.
        chooser: The language model for the ambiguous band, where `linking.llm_enabled` is set.
        hits: Evidence beyond the name over the same customers, where there is an index of it.
    """
    with collector_paused():
        if settings.linking.scorer == "wratio":
            from sdc_core.linking.cascade.wratio import WRatioLinker  # noqa: PLC0415 - numpy where linking

            return WRatioLinker(customers, settings, fingerprint=fingerprint, learned=learned)
        return _posterior(
            customers, settings, fingerprint, learned=learned, chooser=chooser, hits=hits
        )


def without_effect(settings: Settings, chooser: Chooser | None) -> str | None:
    """What a person must be told of `linking.llm_enabled`; None where it does what it says."""
    if not settings.linking.llm_enabled:
        return None
    open_ = "open company texts wait for a person (`sdc link`)"
    if settings.linking.scorer == "wratio":
        return f"linking.llm_enabled has no effect beside linking.scorer 'wratio': {open_}"
    if chooser is None:
        return f"linking.llm_enabled has no effect, there is no language model to ask: {open_}"
    return None


def _posterior(
    customers: Sequence[Customer],
    settings: Settings,
    fingerprint: str,
    *,
    learned: Learned | None,
    chooser: Chooser | None,
    hits: "HitIndex | None",
) -> Linker:
    # Here: they bring numpy, for which only who links should wait.
    from sdc_core.linking.candidates.index import CandidateIndex  # noqa: PLC0415
    from sdc_core.linking.cascade.apart import Apart  # noqa: PLC0415
    from sdc_core.linking.cascade.decide import Rule  # noqa: PLC0415
    from sdc_core.linking.cascade.linker import PosteriorLinker  # noqa: PLC0415
    from sdc_core.linking.cascade.other_words import Vocabulary  # noqa: PLC0415
    from sdc_core.linking.cascade.steps import names_of  # noqa: PLC0415
    from sdc_core.linking.contacts.people import PersonModel  # noqa: PLC0415
    from sdc_core.linking.evidence.hits import HitIndex  # noqa: PLC0415
    from sdc_core.linking.match.scoring import NameScorer  # noqa: PLC0415
    from sdc_core.linking.match.weights_file import load_weights  # noqa: PLC0415

    weights, persons = load_weights("companies"), load_weights("persons")
    listed = names_of(customers, settings)
    index = CandidateIndex(listed)
    return PosteriorLinker(
        customers,
        settings,
        fingerprint=fingerprint,
        model_hash=weights.model_hash,
        learned=learned,
        index=index,
        scorer=NameScorer(listed, weights, customers=len(customers), index=index),
        hits=hits or HitIndex(customers, settings),
        rule=Rule.of(settings, weights.shift),
        closest=PersonModel(persons, Rule.of(settings, persons.shift)).closest,
        band=Band(chooser if settings.linking.llm_enabled else None, settings.linking.llm_budget),
        apart=Apart(Vocabulary(weights.background, persons.background)),
    )
