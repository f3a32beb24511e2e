"""`sdc history`: every step that shaped one Session: inputs, versions, evidence, decisions."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdc_assets.cli.app import App
from sdc_assets.cli.terminal import json_option, print_json, say
from sdc_core.errors import SettingsError

if TYPE_CHECKING:
    from sdc_assets.cli.inventory import Finished
    from sdc_core.models import Session, SourceRef
    from sdc_core.workspace import Workspace

SHORT = 12
FEW = 5


@click.command()
@click.argument("session", metavar="SESSION")
@json_option
@click.pass_obj
def command(app: App, session: str, *, as_json: bool) -> None:
    """Print how one Session came to be what it is.

    SESSION is its id, the beginning of its id, or the path of its file.
    """
    found = find_session(app.workspace, session)
    facts = _facts(app.workspace, found)
    if as_json:
        print_json(facts)
    else:
        _tell(facts)


def find_session(workspace: "Workspace", text: str) -> "Finished":
    """The Session that is meant; also by an id that it had before."""
    from sdc_assets.cli.inventory import finished_sessions

    prefix = _prefix(text)
    sessions = list(finished_sessions(workspace))
    found = [session for session in sessions if session.session_id.startswith(prefix)]
    if not found:
        found = [s for s in sessions if _supersedes(s.path, prefix)]
    if len(found) != 1:
        what = f"{len(found)} Sessions begin so: write more of the id" if found else "none is so"
        raise SettingsError(
            f"{text!r} names no single Session ({what}); allowed are an id, its beginning "
            "(6 characters or more), or the path of a file in output/sessions"
        )
    return found[0]


def _prefix(text: str) -> str:
    named = re.search(r"_([0-9a-f]{16})\.json$", Path(text).name)
    prefix = named[1] if named else text.strip().lower()
    return prefix if re.fullmatch(r"[0-9a-f]{6,64}", prefix) else "-"


def _supersedes(path: Path, prefix: str) -> bool:
    from sdc_core.models import Session

    if not path.is_file() or prefix.encode() not in path.read_bytes():
        return False
    session = Session.from_bytes(path.read_bytes())
    return any(old.startswith(prefix) for old in session.meta.supersedes)


def _facts(workspace: "Workspace", found: "Finished") -> dict[str, Any]:
    from sdc_core.models import Session

    is_there = found.path.is_file()
    session = Session.from_bytes(found.path.read_bytes()) if is_there else _linked(workspace, found)
    return {
        "session_id": session.meta.session_id,
        "source": found.source,
        "month": found.month,
        "file": str(found.path),
        "file_state": _file_state(workspace, found),
        "status": session.meta.processing_status.value,
        "customer": {"id": session.context.customer_id, "name": session.context.customer_name},
        "said_by_source": session.context.source_customer_name,
        "title": session.insights.llm_generated_title or session.insights.source_title,
        "supersedes": session.meta.supersedes,
        "flags": session.meta.flags,
        "steps": [entry.model_dump(mode="json") for entry in session.meta.processing_log],
        "layers": _layers(workspace, found),
        "decisions": _decisions(workspace, session),
        "records": _records(workspace, found),
    }


def _linked(workspace: "Workspace", found: "Finished") -> "Session":
    """The file was deleted by hand: what the layer above holds."""
    from sdc_core.layers import LINKED

    for session in workspace.layers[LINKED].store.load(found.month):
        if session.meta.session_id == found.session_id:
            return session
    raise SettingsError(f"{found.path} is gone; `sdc run` makes it anew")


def _file_state(workspace: "Workspace", found: "Finished") -> str:
    from sdc_core.layers import FINISHED

    damage = workspace.layers[FINISHED].store.damage(found.month)
    return damage.get(found.path.name, "as written")


def _layers(workspace: "Workspace", found: "Finished") -> list[dict[str, Any]]:
    """What each layer of the month was made from."""
    names = (f"sessions/{found.source}", "linked_sessions", "session_insights")
    manifests = {name: workspace.layers[name].store.manifest(found.month) for name in names}
    return [
        {
            "layer": name,
            "inputs": manifest.inputs,
            "is_stale": workspace.layers[name].is_stale(found.month),
        }
        for name, manifest in manifests.items()
        if manifest
    ]


def _decisions(workspace: "Workspace", session: "Session") -> list[dict[str, Any]]:
    keys = {segment.segment_id for segment in session.segments}
    return [
        decision.model_dump(mode="json", exclude={"segment_keys"})
        for decision in workspace.ledger.read()
        if decision.session_id == session.meta.session_id or keys & set(decision.segment_keys)
    ]


def _records(workspace: "Workspace", found: "Finished") -> list[dict[str, Any]]:
    records = workspace.records(found.source).load(found.month)
    own = (record for record in records if record.session_id == found.session_id)
    return [
        {
            "key": record.key,
            "kind": record.kind,
            "source_ref": record.ref.model_dump(exclude_none=True),
            "place": place(record.ref),
            "first_seen_utc": record.first_seen_utc,
            "last_seen_utc": record.last_seen_utc,
            "revisions": len(record.revisions),
            "source_missing": record.source_missing,
        }
        for record in sorted(own, key=lambda record: record.position)
    ]


def place(ref: "SourceRef") -> str:
    """A source_ref as a person writes it: `file[row]`, or the API path and id."""
    number = ref.row if ref.row is not None else ref.line
    spot = number if number is not None else ref.path if ref.file else ref.id
    name = ref.file or ref.path or "?"
    return f"{name}[{spot}]" if spot is not None and not name.endswith(f"/{spot}") else name


def _tell(facts: dict[str, Any]) -> None:
    customer = facts["customer"]
    say(f"Session   {facts['session_id']}")
    say(f"File      {facts['file']} ({facts['file_state']})")
    say(f"Title     {facts['title'] or '-'}")
    say(f"Customer  {customer['name'] or '-'} (id {customer['id'] or '-'}), {facts['status']}")
    say(f"Source    {facts['source']} said {facts['said_by_source'] or 'no customer'}")
    if facts["supersedes"]:
        say(f"Was       {', '.join(facts['supersedes'])}")
    if facts["flags"]:
        say(f"Flags     {', '.join(facts['flags'])}")
    say("Raw records")
    for record in facts["records"]:
        _tell_record(record)
    say("Steps (UTC)")
    for step in facts["steps"]:
        _tell_step(step)
    say("Made from")
    for layer in facts["layers"]:
        _tell_layer(layer)
    for decision in facts["decisions"]:
        _tell_decision(decision)


def _tell_record(record: dict[str, Any]) -> None:
    seen = f"first seen {record['first_seen_utc']:%Y-%m-%d}" if record["first_seen_utc"] else ""
    revised = f"revised {record['revisions']} times" if record["revisions"] else ""
    gone = "no longer in its file" if record["source_missing"] else ""
    rest = ", ".join(part for part in (seen, revised, gone) if part)
    say(f"    {record['kind']:<12} {record['place']}  ({rest})")


def _tell_layer(layer: dict[str, Any]) -> None:
    say(f"    {layer['layer']}{' (BEHIND ITS INPUTS)' if layer['is_stale'] else ''}")
    for name, digest in layer["inputs"].items():
        say(f"        {name:<24} {_short(digest)}")


def _short(digest: str) -> str:
    """Digests are long, names are not."""
    return digest[:SHORT] if re.fullmatch(r"[0-9a-f]{64}", digest) else digest or "none"


def _tell_decision(decision: dict[str, Any]) -> None:
    say(f"Decision {decision['decision_id'][:SHORT]} of {decision['when_utc'][:19]}")
    say(f"    {decision['who']}: {decision['field'] or decision['kind']} = {decision['value']!r}")
    if decision["why"]:
        say(f"    because: {decision['why']}")


def _tell_step(step: dict[str, Any]) -> None:
    when = step["timestamp_utc"][:19].replace("T", " ")
    say(f"    {when}  {step['processor_name']} {step['processor_version']}")
    say(f"        {step['outcome']}")
    if step["input_hash"]:
        say(f"        input {_short(step['input_hash'])}")
    details = step["details"]
    if "method" in details:
        scores = (f"{k} {details[k]}" for k in ("score", "margin") if details.get(k) is not None)
        say(f"        method {details['method']}; {', '.join(scores) or 'no score'}")
        for candidate in details.get("candidates", [])[:FEW]:
            say(f"        candidate {candidate['score']:5.1f}  {candidate['name']}")
