"""What people taught of company texts: `(source, text) -> customer | nobody | never this one`.

Pure over the ledger; two lines count by their own times, never by their order. What a correction
teaches, and when it does not, is decision 0030.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from sdc_core.ids import digest_json
from sdc_core.linking.lessons.lesson import TextLesson, lessons, names_somebody, text_key
from sdc_core.linking.lessons.rulings import NOBODY, OPEN, Ruling, Said, TextVerdict, rule
from sdc_core.store.ledger import Decision

__all__ = ["NOBODY", "OPEN", "Learned", "Ruling", "Said", "TextVerdict"]


class Learned:
    """The rulings of one ledger.

    Args:
        decisions: The ledger, or any part of it, in any order.
        ignored: Texts that the settings say name nobody.
        normalise: Which texts are the same.
    """

    def __init__(
        self,
        decisions: Iterable[Decision] = (),
        *,
        ignored: Iterable[str] = (),
        normalise: Callable[[str | None], str] = text_key,
    ) -> None:
        self._key = normalise
        skipped = {normalise(text) for text in ignored}
        by_text: dict[tuple[str, str], list[TextLesson]] = defaultdict(list)
        for found in lessons(decisions):
            key = normalise(found.text)
            if key not in skipped and names_somebody(found.text):
                by_text[found.source_system, key].append(found)
        self._rulings = {place: rule(found) for place, found in sorted(by_text.items())}

    def __bool__(self) -> bool:
        """Whether anything was ever decided on a text."""
        return bool(self._rulings)

    def ruling(self, source_system: str, text: str | None) -> Ruling | None:
        """All that is known of the text, None where nobody decided anything."""
        return self._rulings.get((source_system, self._key(text))) if self._rulings else None

    def verdict(self, source_system: str, text: str | None) -> TextVerdict:
        """Whose text it is."""
        ruling = self.ruling(source_system, text)
        return ruling.verdict if ruling else None

    def never(self, source_system: str, text: str | None) -> frozenset[int]:
        """Customers that the text does not mean."""
        ruling = self.ruling(source_system, text)
        return ruling.never if ruling else frozenset()

    def rulings(self) -> list[Ruling]:
        """All of them, by source and text."""
        return list(self._rulings.values())

    def conflicts(self) -> list[Ruling]:
        """Texts on which people disagree: they stay open until somebody decides on the text."""
        return [ruling for ruling in self._rulings.values() if ruling.verdict is OPEN]

    def digest(self, texts: Iterable[tuple[str, str | None]] | None = None) -> str:
        """Digest of what was learned of these texts (source, text), or of all; empty for nothing.

        It moves with every lesson on them: who decided, and when, stands in the evidence.
        """
        places = set(self._rulings)
        if texts is not None:
            places &= {(system, self._key(text)) for system, text in texts}
        named = [[*place, *_said(self._rulings[place])] for place in sorted(places)]
        return digest_json(named) if named else ""


def _said(ruling: Ruling) -> list[object]:
    by = [
        [f.decision.decision_id, f.decision.who, f.decision.when_utc.isoformat(), f.decision.why]
        for f in ruling.by
    ]
    return [ruling.verdict, sorted(ruling.never), sorted(ruling.despite), by]
