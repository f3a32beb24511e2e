"""Which placeholder stands for which value within one request."""

from collections import Counter
from collections.abc import Iterable

from sdc_core.privacy.placeholders import placeholder, written_in
from sdc_core.privacy.view import view_of


class Numbering:
    """Numbers values by label in the order in which they are met; equal values share one.

    A placeholder that stands in the texts already stands for itself; its number is not given again,
    so that nobody gets a value by writing `<PERSON_1>`.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._values: dict[str, str] = {}
        for text in texts:
            # Also as it is written: what shows nothing may part it from the word before.
            for form in (view_of(text).text, text):
                for written in written_in(form):
                    self._values.setdefault(written.name, written.name)
        self._names: dict[str, str] = {}
        self._last: Counter[str] = Counter()

    def of(self, label: str, value: str) -> str:
        """The placeholder of a value; its first label and its first form stay."""
        key = " ".join(view_of(value).text.casefold().split())
        if key not in self._names:
            self._names[key] = self._next(label)
            self._values[self._names[key]] = value
        return self._names[key]

    def values(self) -> dict[str, str]:
        """Value of each placeholder."""
        return dict(self._values)

    def _next(self, label: str) -> str:
        while True:
            self._last[label] += 1
            name = placeholder(label, self._last[label])
            if name not in self._values:
                return name
