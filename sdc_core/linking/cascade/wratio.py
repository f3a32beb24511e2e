"""The rule of the first version, on normalised names, for `linking.scorer = "wratio"`.

One owner of the name, else rapidfuzz's WRatio at the threshold and ahead of the second customer by
the margin (`reference: original system`, section 5; there on raw names and without the margin it
forced wrong links). It is kept for comparison; it knows no evidence beyond the name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from sdc_core.linking.base import CandidateScore, Method
from sdc_core.linking.cascade import wording
from sdc_core.linking.cascade.exact import exact_owners, namesakes
from sdc_core.linking.cascade.record import Verdict, ambiguous, certain, linked, unlinked, weighed
from sdc_core.linking.cascade.sole import sole_owner
from sdc_core.linking.cascade.steps import Asked, CascadeLinker, CompanyText
from sdc_core.linking.names.listed import ListedName
from sdc_core.linking.names.normalize import Name

# Below this the first version saw no candidate at all.
VIABLE = 60.0
# rapidfuzz fills the whole matrix of 4 bytes a cell.
_MAX_CELLS = 4_000_000


class WRatioLinker(CascadeLinker):
    """Exact with one owner, else WRatio with threshold and margin."""

    version = "wratio-1"

    def judge(self, asked: Sequence[Asked]) -> list[Verdict]:
        """One verdict for each query; the names are compared together."""
        names = {a.company.raw: a.company.name for a in asked if not a.company.names_nobody}
        scored = dict(zip(names, self._scored(list(names.values())), strict=True))
        return [self._verdict(a, scored.get(a.company.raw, [])) for a in asked]

    def _verdict(self, asked: Asked, scored: list[CandidateScore]) -> Verdict:
        company = asked.company
        if company.names_nobody:
            return unlinked(wording.nobody(company, is_list_empty=False))
        never = self.learned.never(asked.query.source_system, company.raw)
        owners = exact_owners(self.index, company.name, never)
        if owners:
            if not sole_owner(self.index, company.name, owners, never):
                owners |= namesakes(self.index, next(iter(owners.values())), never)
            return self._exact(company, list(owners.values()))
        return self._by_score(company, [c for c in scored if c.customer_id not in never])

    def _exact(self, company: CompanyText, owners: list[ListedName]) -> Verdict:
        if len(owners) == 1:
            reason = f"'{company.text}' is a name of one customer"
            customer = self.customers[owners[0].customer_id]
            return linked(Method.EXACT, customer, reason, matched_name=owners[0].text)
        candidates = tuple(certain(x.customer_id, x.text) for x in owners[: self.limit])
        reason = f"{len(owners)} customers carry the name '{company.text}'"
        return ambiguous(reason, **_found(candidates))

    def _by_score(self, company: CompanyText, scored: list[CandidateScore]) -> Verdict:
        candidates = tuple(scored[: max(2, self.limit)])
        found = _found(candidates)
        if not candidates or candidates[0].score < VIABLE:
            return unlinked(wording.nobody(company, is_list_empty=not self.index.listed), **found)
        best, rival = candidates[0], candidates[1] if len(candidates) > 1 else None
        closest = f"'{company.text}' is closest to '{best.name}' ({best.score:.0f})"
        doubts = self._doubts(best, rival)
        if doubts:
            return ambiguous("; ".join([closest, *doubts]), **found)
        return weighed(Method.SCORE, self.customers[best.customer_id], closest, **found)

    def _doubts(self, best: CandidateScore, rival: CandidateScore | None) -> list[str]:
        doubts = []
        if best.score < self.threshold:
            doubts.append(f"below the threshold of {self.threshold:g}")
        if rival and best.score - rival.score < self.margin:
            near = f"'{rival.name}' ({rival.score:.0f})"
            doubts.append(f"{near} is within the margin of {self.margin:g}")
        return doubts

    def _scored(self, names: Sequence[Name]) -> Iterator[list[CandidateScore]]:
        if not self.index.listed:
            yield from ([] for _ in names)
            return
        choices = [x.name.plain for x in self.index.listed]
        rows = max(1, _MAX_CELLS // len(choices))
        for start in range(0, len(names), rows):
            queries = [name.plain for name in names[start : start + rows]]
            for row in process.cdist(queries, choices, scorer=fuzz.WRatio, dtype=np.float32):
                yield self._best(row)

    def _best(self, scores: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[CandidateScore]:
        """The customers by their best name, best first, ties by id; no more than can count."""
        found: dict[int, CandidateScore] = {}
        for place in np.argsort(-scores, kind="stable"):
            listed = self.index.listed[place]
            found.setdefault(
                listed.customer_id,
                CandidateScore(
                    customer_id=listed.customer_id, name=listed.text, score=float(scores[place])
                ),
            )
            if len(found) > 2 * max(2, self.limit):
                break
        return list(found.values())


def _found(candidates: tuple[CandidateScore, ...]) -> dict[str, Any]:
    """The fields of the verdict that say what was considered."""
    if not candidates:
        return {}
    first, second = candidates[0], candidates[1] if len(candidates) > 1 else None
    return {
        "score": first.score,
        "margin": first.score - second.score if second else None,
        "matched_name": first.name,
        "candidates": candidates,
    }
