"""Names by what is spelt the same: whole, after normalisation, without spaces, in initials."""

from collections.abc import Callable, Sequence

from sdc_core.linking.names.normalize import Name

# Initials of so many letters stand for a name ("jpm"); a text of so many letters may be initials.
INITIALS = range(3, 7)


class Spellings:
    """Places of the names of a list, in their order, by each spelling."""

    def __init__(self, names: Sequence[Name]) -> None:
        """Index these names."""
        self._keys = _places(names, lambda name: name.key)
        self._cores = _places(names, lambda name: name.plain)
        self._squeezed = _places(names, lambda name: name.squeezed)
        self._initials = _places(names, _initials)

    def same_key(self, name: Name) -> list[int]:
        """Names that are spelt exactly so, but for case and spaces."""
        return self._keys.get(name.key, [])

    def same_core(self, name: Name) -> list[int]:
        """Names that are the same after normalisation."""
        return self._cores.get(name.plain, [])

    def same_letters(self, name: Name) -> list[int]:
        """Names of the same letters, wherever their spaces are."""
        return self._squeezed.get(name.squeezed, [])

    def run_together(self, name: Name, most: int) -> list[int]:
        """Names of the same letters without spaces, the name's initials, or a name of these.

        Each kind at most so often: initials that many names share say nothing.
        """
        kinds = [self._squeezed.get(name.squeezed, [])]
        if len(name.squeezed) in INITIALS:
            kinds.append(self._initials.get(name.squeezed, []))
        if len(name.initials) in INITIALS:
            kinds.append(self._squeezed.get(name.initials, []))
        return [place for places in kinds if len(places) <= most for place in places]


def _initials(name: Name) -> str:
    return name.initials if len(name.initials) in INITIALS else ""


def _places(names: Sequence[Name], spelling: Callable[[Name], str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(map(spelling, names)):
        if text in places:
            places[text].append(place)
        elif text:
            places[text] = [place]
    return places
