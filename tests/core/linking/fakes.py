"""Stand-ins at the border of the cascade: names scored by a table, evidence by a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdc_core.linking.base import Contribution, Customer, Hit, LinkQuery, LinkResult, Numbers
from sdc_core.linking.cascade.band import Band, Question
from sdc_core.linking.cascade.decide import Rule
from sdc_core.linking.cascade.linker import PosteriorLinker
from sdc_core.linking.evidence.hits import CustomerHit
from sdc_core.linking.names.listed import ListedName, listed_names
from sdc_core.linking.names.normalize import Name
from sdc_core.settings import Settings


@dataclass(frozen=True)
class Scored:
    listed: ListedName
    log_odds: float


@dataclass(frozen=True)
class Explained:
    aligned: tuple[()] = ()
    unmatched_query: tuple[str, ...] = ()
    unmatched_name: tuple[str, ...] = ()
    numbers: Numbers | None = None
    contributions: tuple[Contribution, ...] = (Contribution(feature="table", log_odds=1.0),)


@dataclass
class TableScorer:
    """`table` maps a casefolded text to log-odds by customer id; what it lacks comes near nobody."""

    customers: Sequence[Customer]
    table: Mapping[str, Mapping[int, float]]
    asked: list[str] = field(default_factory=list)
    explained: list[tuple[str, str]] = field(default_factory=list)

    def score(self, names: Sequence[Name]) -> list[tuple[Scored, ...]]:
        self.asked += [name.key for name in names]
        first = {x.customer_id: x for x in reversed(listed_names(self.customers))}
        return [
            tuple(
                Scored(first[id_], odds)
                for id_, odds in sorted(
                    self.table.get(name.key, {}).items(), key=lambda pair: (-pair[1], pair[0])
                )
            )
            for name in names
        ]

    def explain(self, compared: Sequence[tuple[Name, ListedName]]) -> list[Explained]:
        self.explained += [(name.key, listed.text) for name, listed in compared]
        return [Explained() for _ in compared]


@dataclass
class TableHits:
    """`table` maps a machine name of the query to hits (customer id, kind, log-odds)."""

    table: Mapping[str, Sequence[tuple[int, str, float]]]

    def hits(self, query: LinkQuery) -> list[CustomerHit]:
        return [
            CustomerHit(id_, Hit(kind=kind, value_hash="0" * 12, log_odds=odds, shared_by=1))
            for machine in query.machines
            for id_, kind, odds in self.table.get(machine, ())
        ]


@dataclass
class TableChooser:
    """Answers from a table by text; an exception in it is raised."""

    table: Mapping[str, object]
    model: str = "table:1"
    asked: list[Question] = field(default_factory=list)

    def choose(self, question: Question) -> int | None:
        self.asked.append(question)
        answer = self.table[question.text]
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]


@dataclass
class Asking:
    """A linker over tables, and what its parts were asked."""

    customers: Sequence[Customer]
    names: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[tuple[int, str, float]]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    rule: Rule = field(default_factory=Rule)
    chooser: TableChooser | None = None
    budget: int | None = None
    learned: object = None

    def __post_init__(self) -> None:
        self.scorer = TableScorer(self.customers, self.names)
        self.linker = PosteriorLinker(
            self.customers,
            self.settings,
            fingerprint="f",
            scorer=self.scorer,
            hits=TableHits(self.evidence),
            rule=self.rule,
            model_hash="m",
            learned=self.learned,
            band=Band(self.chooser, self.budget),
        )

    def ask(self, company: str | None, **query: object) -> LinkResult:
        return self.linker.link(LinkQuery("ScreenConnect", company=company, **query))
