"""How `sdc link` speaks to people."""

from typing import Any

from sdc_assets.cli.terminal import say, show, table

TEXTS_SHOWN = 25
CANDIDATES_SHOWN = 3
WHAT_TO_TYPE = (
    "Whose is it? `sdc link TEXT --customer ID`, `--nobody` or `--never ID`, then `sdc run`. "
    "`sdc link TEXT` shows one."
)


def tell_open(lines: list[dict[str, Any]]) -> None:
    """The open texts, those with the most Sessions first."""
    if not lines:
        say("No company text is open.")
        return
    rows = [
        [line["text"], line["source_system"], line["sessions"], int(line["minutes"]), _meant(line)]
        for line in lines[:TEXTS_SHOWN]
    ]
    left_out = f", {len(lines) - TEXTS_SHOWN:,} more with --json" * (len(lines) > TEXTS_SHOWN)
    title = f"Open company texts ({len(lines):,}{left_out})"
    show(table(title, ["text", "source", "Sessions", "minutes", "may be"], rows))
    for line in lines[:TEXTS_SHOWN]:
        if line["decided"]:
            say(line["decided"])
    say(WHAT_TO_TYPE)


def tell_text(text: str, lines: list[dict[str, Any]]) -> None:
    """One text, by source: whose its Sessions are, why, and what was decided."""
    if not lines:
        say(f"No Session says {text!r}.")
    for line in lines:
        months = ", ".join(f"{month} ({count:,})" for month, count in line["months"].items())
        say(f"{line['text']} in {line['source_system']}: {line['sessions']:,} Sessions, {months}")
        for customer, count in line["customers"].items():
            whose = "nobody yet" if customer is None else f"customer {customer}"
            say(f"  {whose}: {count:,} Sessions")
        say(f"  why: {line['reason']}")
        if line["candidates"]:
            say(f"  may be: {_meant(line)}")
        if line["decided"]:
            say(f"  decided: {line['decided']}")


def tell_decided(done: dict[str, Any]) -> None:
    """What the decision will change."""
    if not done["decided"]:
        say("Nothing new: that is how it stood.")
    months = done["sessions_to_change"]
    if not months:
        say("No Session changes.")
        return
    listed = ", ".join(f"{month} ({count:,})" for month, count in months.items())
    say(f"{sum(months.values()):,} Sessions will change: {listed}. `sdc run` carries it out.")


def _meant(line: dict[str, Any]) -> str:
    return "; ".join(
        f"{c['customer_id']} {c['name']} ({c['score']:.0f})"
        for c in line["candidates"][:CANDIDATES_SHOWN]
    )
