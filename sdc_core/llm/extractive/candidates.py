"""What may become the title: clauses of the telling sentences and of the subject, with features."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sdc_core.llm.extractive.asides import PROJECT, TABLES
from sdc_core.llm.extractive.ranking import Ranked, content_words, rank_subject
from sdc_core.llm.extractive.sentences import Role, Sentence
from sdc_core.llm.extractive.titles import Title, strip_fillers, titles_of, under_topic

# Sentences of a long ticket that are cut into clauses; the others have no chance.
_MOST_SENTENCES = 10
_MANY_WORDS = 4
_TELLING_WORDS = 3
_LONG = 10
_ENOUGH_TO_FIND = 12
# A subject that announces work is the job; what is said below are its terms.
_ANNOUNCED = re.compile(
    r"(?:(?:planned|scheduled)\s?(?:maintenance|work|outage|change)?|maintenance|change)"
    r"\s?[:-]\s*(?=\w+ \w+)",
    re.IGNORECASE,
)
_JOB = re.compile(rf"(?:(?:i|we)\s)?(?:{PROJECT.pattern})", re.IGNORECASE)
# A person is no thing that a topic could stand for.
_PERSON = re.compile(
    r"(?:he|she|i|we|you|him|her|i'?m|we'?re|nobody|everybody|some(?:one|body))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A possible title, the sentence it is cut from, and what speaks for and against it."""

    text: str
    ranked: Ranked
    features: Mapping[str, float]


def candidates_of(
    sentences: Sequence[Sentence], subject: Sentence | None, ranked: Sequence[Ranked]
) -> list[Candidate]:
    """Every candidate: those of the subject first, then as the sentences stand."""
    telling = (n for n, one in enumerate(ranked) if _is_said(one))
    opening = next(telling, -1)
    best = sorted(range(len(ranked)), key=lambda place: -ranked[place].problem)[:_MOST_SENTENCES]
    top = max((one.problem for one in ranked), default=0.0)
    found: list[Candidate] = []
    if subject:
        found += _of_sentence(
            rank_subject(sentences, subject), Context(top, "", "", is_opening=False)
        )
    for place in sorted({*best, opening} - {-1}):
        before = ranked[place - 1].sentence.text if place else ""
        context = Context(top, before, subject.text if subject else "", is_opening=place == opening)
        found += _of_sentence(ranked[place], context)
    return found


def _is_said(ranked: Ranked) -> bool:
    return len(content_words(ranked.sentence.text)) >= _TELLING_WORDS


@dataclass(frozen=True)
class Context:
    """The best problem score of the Session, and where the thing may have been named before."""

    top: float
    before: str
    subject: str
    is_opening: bool


def _of_sentence(ranked: Ranked, context: Context) -> list[Candidate]:
    titles = titles_of(ranked.sentence.text)
    most = max(title.score for title in titles)
    told = _sentence_features(ranked, context.top)
    is_job = ranked.is_action and bool(_JOB.match(strip_fillers(ranked.sentence.text)))
    told["opening"] = context.is_opening
    told["opening_job"] = context.is_opening and is_job
    found = []
    for title in titles:
        features = {**told, **_title_features(title, most)}
        found.append(Candidate(title.text, ranked, features))
        for kind, text in _under_topics(title, ranked.sentence.text, context):
            more = {"topped": 1.0, f"topped_{kind}": 1.0}
            more["topped_vague"] = bool(title.features["topic"])  # it names vague ones alone
            more["topped_pronoun"] = features["title_pronoun"]
            more["topped_verb"] = features["title_verb"]
            found.append(Candidate(text, ranked, {**features, **more}))
    return found


def _title_features(title: Title, most: float) -> dict[str, float]:
    """What the clause itself says; a title that tells all there is to tell is the best."""
    return {
        **{f"title_{name}": float(value) for name, value in title.features.items()},
        **{f"title_{name}": float(bool(t.search(title.text))) for name, t in TABLES.items()},
        "title": title.score,
        "title_best": title.score == most,
        "title_words": min(_LONG, len(title.text.split())) / _LONG,
    }


def _under_topics(title: Title, text: str, context: Context) -> Iterator[tuple[str, str]]:
    """The title under a topic that was named before it, with where that was."""
    begin = max(0, text.casefold().find(title.text.casefold()[:_ENOUGH_TO_FIND]))
    if _PERSON.match(title.text):
        return
    places = [("sentence", text[:begin]), ("subject", context.subject)]
    if title.features["pronoun"]:
        places.append(("before", context.before))
    for kind, where in places:
        topped = under_topic(title.text, [where]) if where else title.text
        if topped != title.text:
            yield kind, topped


def _sentence_features(ranked: Ranked, top: float) -> dict[str, float]:
    is_subject = ranked.sentence.role is Role.SUBJECT
    told = {f"said_{name}": float(value) for name, value in ranked.features.items()}
    told["problem"] = ranked.problem
    for name, table in TABLES.items():
        told[f"said_{name}"] = float(bool(table.search(ranked.sentence.text)))
    told["best"] = ranked.problem >= top and not is_subject
    return {**told, **(_subject_features(ranked, top) if is_subject else {})}


def _subject_features(ranked: Ranked, top: float) -> dict[str, float]:
    words = len(content_words(strip_fillers(ranked.sentence.text)))
    return {
        "subject_empty": words <= 1,
        "subject_two": words == 2,  # noqa: PLR2004 - the number is the feature
        "subject_many": words >= _MANY_WORDS,
        "subject_cue": ranked.cue,
        "subject_topic": bool(ranked.features["topic"]),
        "subject_no_cue": ranked.cue == 0,
        "subject_planned": bool(_ANNOUNCED.match(ranked.sentence.text)),
        "subject_better": top - ranked.problem,
    }
