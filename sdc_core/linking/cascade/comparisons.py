"""How texts were compared with names, each pair once and many together."""

from collections.abc import Iterable

from sdc_core.linking.cascade.parts import Explanation, Scorer
from sdc_core.linking.cascade.steps import CompanyText
from sdc_core.linking.names.listed import ListedName

_Place = tuple[str, str, int]


class Comparisons:
    """Made when they are asked for, and kept until they are forgotten."""

    def __init__(self, scorer: Scorer) -> None:
        """By the comparing half of this scorer."""
        self._scorer = scorer
        self._known: dict[_Place, Explanation] = {}

    def make(self, pairs: Iterable[tuple[CompanyText, ListedName]]) -> None:
        """Compare those that are new, all together."""
        places = {_place(*pair): (pair[0].name, pair[1]) for pair in pairs}
        wanted = {place: pair for place, pair in places.items() if place not in self._known}
        if wanted:
            made = self._scorer.explain(list(wanted.values()))
            self._known.update(zip(wanted, made, strict=True))

    def of(self, company: CompanyText, listed: ListedName) -> Explanation | None:
        """The comparison, None where it was not made."""
        return self._known.get(_place(company, listed))

    def forget(self) -> None:
        """Drop all of them."""
        self._known.clear()


def _place(company: CompanyText, listed: ListedName) -> _Place:
    return (company.raw, listed.text, listed.customer_id)
