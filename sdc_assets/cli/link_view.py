"""How `sdc link` speaks to people."""

from collections.abc import Mapping, Sequence
from typing import Any

from sdc_assets.cli.link_texts import OneText, OpenTexts
from sdc_assets.cli.terminal import say, show, table

TEXTS_SHOWN = 25
CANDIDATES_SHOWN = 3
CONTACTS_SHOWN = 3
SPELLINGS_SHOWN = 8
FILES_SHOWN = 3
LEAST_SCORE = 0.5
"""A candidate that is less likely is shown as 0, and helps nobody."""
WHAT_TO_TYPE = (
    "Whose is it? `sdc link TEXT` shows who may be meant; then `sdc link TEXT --customer ID`, "
    "`--nobody` or `--never ID`, and `sdc run`."
)
_OPEN = ": needs review"  # every line is one


def tell_open(found: OpenTexts) -> None:
    """The open texts, those with the most Sessions first."""
    lines = found.texts
    if lines:
        left_out = f", {len(lines) - TEXTS_SHOWN:,} more with --json" * (len(lines) > TEXTS_SHOWN)
        title = f"Open company texts ({len(lines):,}{left_out})"
        headers = ["text", "source", "Sessions", "minutes", "why it waits, and who may be meant"]
        show(table(title, headers, [_row(line) for line in lines[:TEXTS_SHOWN]]))
        say(WHAT_TO_TYPE)
    else:
        say("No company text is open.")
    if found.nameless:
        shown = ", ".join(found.nameless_files[:FILES_SHOWN])
        say(f"{found.nameless:,} more open Sessions name no company: say whose each is in its own "
            f"finished file (context.customer_id), for example {shown}")  # fmt: skip


def _row(line: Mapping[str, Any]) -> list[object]:
    parts = [line["decided"] or line["reason"].removesuffix(_OPEN), _meant(line)]
    why = "\n".join(filter(None, parts))
    return [line["text"], line["source_system"], line["sessions"], int(line["minutes"]), why]


def tell_text(found: OneText) -> None:
    """One text, by source: whose its Sessions are, why, who may be meant, and what is like it."""
    if not found.texts:
        say(f"No Session says {found.text!r}.")
    for line in found.texts:
        months = ", ".join(f"{month} ({count:,})" for month, count in line["months"].items())
        say(f"{line['text']} in {line['source_system']}: {line['sessions']:,} Sessions, {months}")
        for customer, count in line["customers"].items():
            whose = "nobody yet" if customer is None else _customer(customer, found.customers)
            say(f"  {whose}: {count:,} Sessions")
        say(f"  why: {line['reason'].removesuffix(_OPEN)}")
        if line["decided"]:
            say(f"  decided: {line['decided']}")
    _tell_candidates(found)
    _tell_alike(found)


def _tell_candidates(found: OneText) -> None:
    """Who may be meant, with their people: two customers may have one name."""
    scores: dict[int, float] = {}
    for line in (line for line in found.texts if None in line["customers"]):
        for candidate in _near(line):
            customer_id = candidate["customer_id"]
            scores[customer_id] = max(candidate["score"], scores.get(customer_id, 0))
    if scores:
        ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        rows = [
            [str(customer_id), f"{score:.0f}", *_known(found.customers.get(customer_id))]
            for customer_id, score in ordered
        ]
        show(table("May be", ["id", "score", "customer", "contacts"], rows))


def _tell_alike(found: OneText) -> None:
    if not found.alike:
        return
    shown = found.alike[:SPELLINGS_SHOWN]
    rows = [[a["text"], a["source_system"], a["sessions"], int(a["minutes"])] for a in shown]
    show(table("Open texts like it", ["text", "source", "Sessions", "minutes"], rows))
    written = [found.text] if found.texts else []
    first, *more = dict.fromkeys([*written, *(a["text"] for a in shown)])
    also = "".join(f' --also "{text}"' for text in more)
    say(f'One decision for all: sdc link "{first}"{also} --customer ID')


def tell_decided(done: Sequence[Mapping[str, Any]]) -> None:
    """What the decisions will change."""
    if not any(one["decided"] for one in done):
        say("Nothing new: that is how it stood.")
    months: dict[str, int] = {}
    for one in done:
        for month, count in one["sessions_to_change"].items():
            months[month] = months.get(month, 0) + count
    if not months:
        say("No Session changes.")
        return
    listed = ", ".join(f"{month} ({count:,})" for month, count in sorted(months.items()))
    say(f"{sum(months.values()):,} Sessions will change: {listed}. `sdc run` carries it out.")


def _near(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [c for c in line["candidates"] if c["score"] >= LEAST_SCORE]


def _meant(line: Mapping[str, Any]) -> str:
    named = [f"{c['customer_id']} {c['name']} ({c['score']:.0f})" for c in _near(line)]
    return "; ".join(named[:CANDIDATES_SHOWN])


def _customer(customer_id: int, known: Mapping[int, Mapping[str, Any]]) -> str:
    name = known[customer_id]["name"] if customer_id in known else ""
    return f"customer {customer_id} {name}".rstrip()


def _known(customer: Mapping[str, Any] | None) -> list[str]:
    if customer is None:
        return ["(not in the customer list)", ""]
    mark = " (disabled in Syncro)" if customer["disabled"] else ""
    return [customer["name"] + mark, ", ".join(customer["contacts"][:CONTACTS_SHOWN])]
