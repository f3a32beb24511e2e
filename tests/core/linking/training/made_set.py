"""A labelled set as small as a test needs it: every customer has a text, every fold has customers."""

from pathlib import Path

from tests.core.linking.evaluation.folder import write_set

# Two words that no other name has, and how the text differs: whole, shortened, with more.
FIRST = (
    "quill",
    "oxlip",
    "tarn",
    "granite",
    "marrow",
    "zephyr",
    "cobalt",
    "juniper",
    "kestrel",
    "larch",
)
SECOND = ("haven", "brook", "field", "mere")
LEFT_OUT = "Restaurant"
NEVER_LEFT_OUT = "North"


def customers() -> list[tuple[str, str, str]]:
    """40 customers, half of them restaurants, half of them in the north."""
    names = [f"{one.title()} {other.title()}" for one in FIRST for other in SECOND]
    kinds = (LEFT_OUT, NEVER_LEFT_OUT)
    return [(f"C{i:02}", f"{name} {kinds[i % 2]}", "") for i, name in enumerate(names)]


def queries() -> list[tuple[str, str]]:
    """A text for each customer that leaves "Restaurant" out; then as many of unknown companies.

    Those are a customer of the list but for "North": another company.
    """
    inside = [
        (f"Q{i:02}", name.removesuffix(f" {LEFT_OUT}"))
        for i, (_, name, _) in enumerate(customers())
    ]
    north = [name for _, name, _ in customers() if name.endswith(NEVER_LEFT_OUT)]
    outside = [name.removesuffix(f" {NEVER_LEFT_OUT}") for name in north]
    more = [f"Unknown {name}" for name in outside]
    return [*inside, *((f"U{i:02}", text) for i, text in enumerate(outside + more))]


def gold() -> list[tuple[str, str, str, str]]:
    """The truth of each text."""
    known = {f"Q{i:02}": key for i, (key, _, _) in enumerate(customers())}
    return [
        (query, known[query], "variant", "1") if query in known else (query, "", "out_of_list", "0")
        for query, _ in queries()
    ]


def write_made_set(folder: Path) -> Path:
    """The folder with the three files."""
    return write_set(folder, customers=customers(), queries=queries(), gold=gold())
