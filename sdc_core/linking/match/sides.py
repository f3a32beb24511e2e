"""One side of a comparison: the tokens of a name with what each says."""

from dataclasses import dataclass
from typing import NamedTuple

from sdc_core.linking.names.name_words import STOP_WORDS
from sdc_core.linking.names.normalize import Name
from sdc_core.linking.names.omission import Omission
from sdc_core.linking.names.rarity import Rarity

# A text cut at the end repeats its beginning in part: "KONINKLIJKE KPN NV KONINKL".
_CUT_LETTERS = 3


class Marks(NamedTuple):
    """What separates sites of one name, and is rare: most names have none of it."""

    numbers: frozenset[str]
    letters: frozenset[str]
    bracketed: frozenset[str]
    bracketed_numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """A name as it is compared.

    Attributes:
        tokens: The core, each token once: a word said twice says nothing new.
        weights: How rare each token is, 0-1.
        odds: Log-odds that the other side leaves it out.
        stops: Stop words of the name, with the log-odds that the other side leaves them out.
        marks: Numbers, single letters and brackets; None where there is none of them.
    """

    name: Name
    tokens: tuple[str, ...]
    weights: tuple[float, ...]
    odds: tuple[float, ...]
    stops: dict[str, float]
    marks: Marks | None

    @classmethod
    def of(cls, name: Name, rarity: Rarity, omission: Omission) -> "Side":
        """The name with weights of this list; `omission` is that of its side."""
        tokens = _once(name.core)
        return cls(
            name,
            tokens,
            tuple([rarity.weight(token) for token in tokens]),
            tuple([omission.log_odds(token) for token in tokens]),
            {stop: omission.log_odds(stop) for stop in stops_of(name)},
            _marks(name),
        )


def stops_of(name: Name) -> frozenset[str]:
    """Stop words that stand outside the core."""
    return STOP_WORDS.intersection(name.tokens).difference(name.core)


def _once(core: tuple[str, ...]) -> tuple[str, ...]:
    tokens = tuple(dict.fromkeys(core))
    if len(core) <= 2 or len(core[-1]) < _CUT_LETTERS:  # noqa: PLR2004 - cut after a name
        return tokens
    last = core[-1]
    is_cut = any(token != last and token.startswith(last) for token in tokens[:-1])
    return tokens[:-1] if is_cut else tokens


def _marks(name: Name) -> Marks | None:
    if not (name.numbers or name.letters or name.parenthetical):
        return None
    inside = frozenset(name.parenthetical)
    return Marks(
        numbers=frozenset([token for token in name.tokens if token.isdigit()]),
        letters=name.letters,
        bracketed=inside,
        bracketed_numbers=frozenset([token for token in inside if token.isdigit()]),
    )
