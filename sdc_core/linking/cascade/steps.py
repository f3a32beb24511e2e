"""What every linker does in the same way: ledger, identifiers, contact, record; each query once.

A linker of its own kind adds how a name is judged (`judge`): `linker.PosteriorLinker` by
probability, `wratio.WRatioLinker` by the rule of the first version.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sdc_core.linking.base import Customer, LinkQuery, LinkResult
from sdc_core.linking.candidates.index import CandidateIndex
from sdc_core.linking.cascade.identifiers import Identifiers
from sdc_core.linking.cascade.record import Stamp, Verdict, record
from sdc_core.linking.cascade.settled import settled
from sdc_core.linking.contacts.find import Closest, by_letters, find_contact
from sdc_core.linking.lessons.learned import Learned
from sdc_core.linking.names.listed import ListedName, listed_names
from sdc_core.linking.names.normalize import Name, casefold_key, normalize, shown
from sdc_core.settings import Settings
from sdc_core.store.bulk import collector_paused

# Results are kept so that a month judged together costs nothing when its Sessions then ask one by
# one. What a run asked before goes when this many are known: records are a few kB each.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class CompanyText:
    """The company text of a query, normalised once for all queries that carry it.

    Attributes:
        raw: As the source wrote it.
        text: As a person may see it.
        names_nobody: Whether it is empty, a placeholder, or a company that the settings ignore.
    """

    raw: str
    text: str
    name: Name
    names_nobody: bool

    @property
    def absence(self) -> str:
        """The sentence for a text that names nobody."""
        return f"'{self.text}' names no customer" if self.name.key else "no company is given"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its company text."""

    query: LinkQuery
    company: CompanyText


class CascadeLinker(ABC):
    """Deterministic; the order of customers and queries never counts."""

    version: str

    def __init__(
        self,
        customers: Iterable[Customer],
        settings: Settings,
        *,
        fingerprint: str,
        model_hash: str | None = None,
        learned: Learned | None = None,
        index: CandidateIndex | None = None,
        closest: Closest | None = None,
    ) -> None:
        """Index the customers.

        Args:
            customers: The whole list; ids are unique.
            settings: Threshold, margin and the knobs of the section `linking`.
            fingerprint: Names this state of the list in the evidence.
            model_hash: Names the weights there.
            learned: What people decided on texts.
            index: Over the names of these customers (`names_of`), where there is one.
            closest: Finds the contact that a name is closest to; by letters if not given.
        """
        self.customers = {c.id: c for c in sorted(customers, key=lambda c: c.id)}
        self.learned = learned or Learned()
        self.threshold = settings.processing_defaults.customer_linking_fuzzy_match_threshold
        self.margin = settings.processing_defaults.customer_linking_margin
        self.limit = settings.linking.max_candidates
        self._ignored = _ignored(settings)
        self._closest = closest or by_letters(self.threshold, self.margin)
        self.index = index or CandidateIndex(names_of(self.customers.values(), settings))
        self.identifiers = Identifiers(self.customers, settings.linking.own_domains)
        self._stamp = Stamp(self.version, fingerprint, model_hash)
        self._texts: dict[str, CompanyText] = {}
        self._results: dict[LinkQuery, LinkResult] = {}

    def link(self, query: LinkQuery) -> LinkResult:
        """Decide one query."""
        return self.link_many([query])[0]

    def link_many(self, queries: Sequence[LinkQuery]) -> list[LinkResult]:
        """Decide many, in their order; all new texts are judged together."""
        new = [query for query in dict.fromkeys(queries) if query not in self._results]
        if len(self._results) + len(new) > REMEMBERED:
            new = list(dict.fromkeys(queries))
            self.forget()
        with collector_paused():
            self._results.update(zip(new, self._decided(new), strict=True))
        return [self._results[query] for query in queries]

    def forget(self) -> None:
        """Drop what is remembered of queries and texts; it is found again."""
        self._results.clear()
        self._texts.clear()

    @abstractmethod
    def judge(self, asked: Sequence[Asked]) -> list[Verdict]:
        """The verdicts on queries that nothing certain decides, in their order."""

    def _decided(self, queries: Sequence[LinkQuery]) -> list[LinkResult]:
        asked = [Asked(query, self._text(query.company or "")) for query in queries]
        certain = [self._certain(a) for a in asked]
        left = [a for a, verdict in zip(asked, certain, strict=True) if verdict is None]
        judged = iter(self.judge(left) if left else ())
        return [
            self._result(query, next(judged) if verdict is None else verdict)
            for query, verdict in zip(queries, certain, strict=True)
        ]

    def _certain(self, asked: Asked) -> Verdict | None:
        """What a person decided on the text, else what Syncro's own ids say."""
        identified = self.identifiers.find(asked.query)
        if not self.learned:
            return identified
        name = asked.company.name
        owners = [*self.index.owners_of_key(name), *self.index.owners_of_core(name)]
        said = settled(
            self.learned,
            asked.query,
            self.customers,
            owners={listed.customer_id for listed in owners},
            identified=identified.customer if identified else self._of_mail(asked.query),
        )
        return said or identified

    def _of_mail(self, query: LinkQuery) -> Customer | None:
        owner = self.identifiers.owner_of_mail(query)
        return None if owner is None else self.customers[owner]

    def _result(self, query: LinkQuery, verdict: Verdict) -> LinkResult:
        found = None
        if verdict.customer is not None:
            found = find_contact(verdict.customer, query, self._closest)
        return LinkResult(
            verdict.customer,
            found.contact if found else None,
            record(verdict, query, found, self._stamp),
            score=verdict.score,
            margin=verdict.margin,
            probability=verdict.p,
        )

    def _text(self, raw: str) -> CompanyText:
        found = self._texts.get(raw)
        if found is None:
            name = normalize(raw)
            names_nobody = name.is_placeholder or name.key in self._ignored
            found = self._texts[raw] = CompanyText(raw, shown(raw), name, names_nobody)
        return found


def names_of(customers: Iterable[Customer], settings: Settings) -> list[ListedName]:
    """The names that a text may mean, without companies that the settings ignore."""
    return listed_names(customers, _ignored(settings))


def _ignored(settings: Settings) -> frozenset[str]:
    return frozenset(map(casefold_key, settings.linking.ignored_companies))
