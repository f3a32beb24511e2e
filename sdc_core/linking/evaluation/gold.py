"""The truth of a set: `gold.csv` (query_id,true_id,kind,linkable), opened after all is linked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sdc_core.errors import WrongInputError
from sdc_core.linking.evaluation.rows import Row, read_rows

GOLD_FILE = "gold.csv"
_YES, _NO = "1", "0"


@dataclass(frozen=True)
class Truth:
    """Whom one query means; `true_id` is empty where that customer is not in the list.

    Attributes:
        is_linkable: Whether the text itself supports the link.
    """

    query_id: str
    true_id: str
    kind: str
    is_linkable: bool

    def within(self, listed: Collection[str]) -> "Truth":
        """The truth for a shorter list: whom it leaves out is out of list."""
        if not self.true_id or self.true_id in listed:
            return self
        return replace(self, true_id="", kind="out_of_list", is_linkable=False)


def read_gold(folder: Path, asked: Sequence[str]) -> list[Truth]:
    """The truth of each query asked, in that order; rows of other queries are left alone.

    Raises:
        SourceError: The file cannot be used, or a query has no truth, or two.
    """
    path = folder / GOLD_FILE
    found: dict[str, Truth] = {}
    for row in read_rows(path, ("query_id", "true_id")):
        truth = _truth(row)
        if truth.query_id in found:
            raise WrongInputError(f"{row.place}: query_id {truth.query_id!r} stands twice")
        found[truth.query_id] = truth
    if missing := [query_id for query_id in asked if query_id not in found]:
        raise WrongInputError(
            f"{path}: {len(missing)} queries have no truth, the first is {missing[0]!r}"
        )
    return [found[query_id] for query_id in asked]


def _truth(row: Row) -> Truth:
    true_id = row.text("true_id").strip()
    linkable = row.text("linkable").strip() or _YES
    if linkable not in {_YES, _NO}:
        raise WrongInputError(f"{row.place}: linkable {linkable!r}: allowed are {_YES} and {_NO}")
    is_linkable = bool(true_id) and linkable == _YES
    return Truth(row.key("query_id"), true_id, row.text("kind"), is_linkable)
