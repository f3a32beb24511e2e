"""CSV torture beside a good report, and inside one."""

import json

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.records import Reason
from tests.badinput.place import report, row

HEADER = report([])
GOOD = [row(1), row(2)]
MACHINES = {"WS-1", "WS-2"}


# name -> (bytes of the file, machines that it must give, reasons of what it rejects)
TORTURE = {
    "bom": (b"\xef\xbb\xbf" + report([row(10)]), {"WS-10"}, []),
    "utf16": (report([row(11)]).decode().encode("utf-16"), {"WS-11"}, []),
    "utf16_be": (b"\xfe\xff" + report([row(12)]).decode().encode("utf-16-be"), {"WS-12"}, []),
    "cr_only": (report([row(13), row(14)]).replace(b"\n", b"\r"), {"WS-13", "WS-14"}, []),
    "crlf": (report([row(15)]).replace(b"\n", b"\r\n"), {"WS-15"}, []),
    "semicolon": (report([row(16)]).replace(b",", b";"), {"WS-16"}, []),
    "tab": (report([row(17)]).replace(b",", b"\t"), {"WS-17"}, []),
    "cp1252": (report([row(18, SessionName="WS-18 \xe9")]).decode().encode("cp1252"),
               {"WS-18 \xe9"}, []),
    "blank_lines": (b"\n\n" + HEADER + b"\n\n" + row(19) + b"\n", {"WS-19"}, []),
    "long_row": (report([row(20), row(21).rstrip() + b",x,y\n", row(22)]), {"WS-20", "WS-22"},
                 [Reason.BAD_WIDTH]),
    "short_row": (report([row(23), b"a,b\n", row(24)]), {"WS-23", "WS-24"}, [Reason.BAD_WIDTH]),
    "open_quote": (report([row(25), b'"never closed,b\n', row(26)]), {"WS-25", "WS-26"},
                   [Reason.SYNTAX]),
    "text_after_quote": (report([row(27), b'"a"b,c\n', row(28)]), {"WS-27", "WS-28"},
                         [Reason.SYNTAX]),
    "nul": (report([row(29), b"\x00" * 40 + b"\n", row(30)]), {"WS-29", "WS-30"},
            [Reason.BAD_WIDTH]),
    "newline_in_cell": (report([row(31, SessionName="WS-31\nline two")]), {"WS-31\nline two"}, []),
    "quotes_in_cell": (report([row(32, SessionName='WS-32 "q", c')]), {'WS-32 "q", c'}, []),
    "large_cell": (report([row(33, SessionCustomProperty1="x" * 200_000), row(37)]), {"WS-37"},
                   [Reason.TOO_LARGE]),
    "duplicate_header": (HEADER.rstrip() + b",ConnectionID\n" + row(34).rstrip() + b",x\n", set(),
                         [Reason.DUPLICATE_HEADER]),
    "bad_time": (report([row(35), row(36, ConnectedTime="31/31/2025 25:61")]), {"WS-35"},
                 [Reason.BAD_TIME]),
    "header_only": (HEADER, set(), []),
    "empty": (b"", set(), []),
}  # fmt: skip


def test_torture_beside_a_good_report(place):
    place.put("screenconnect/good.csv", report(GOOD))
    for name, (content, _, _) in TORTURE.items():
        place.put(f"screenconnect/torture/{name}.csv", content)
    run = place.sdc_here("ingest", "--source", "screenconnect", "--json")
    assert run.exit_code == Exit.FAILED  # one file gave nothing at all
    problems = json.loads(run.stdout)["problems"]
    assert [text.split(":")[0] for text in problems] == ["torture/duplicate_header.csv"]
    found: dict[str, set[str]] = {}
    for session in place.stored("screenconnect"):
        for segment in session.segments:
            found.setdefault(segment.metadata.source_ref.file, set()).add(segment.content)
    assert found.pop("good.csv") == MACHINES
    machines = {name: wanted for name, (_, wanted, _) in TORTURE.items()}
    assert {n: found.get(f"torture/{n}.csv", set()) for n in TORTURE} == machines
    reasons: dict[str, list[str]] = {name: [] for name in TORTURE}
    for entry in place.rejected("screenconnect"):
        name = entry.source_ref.file.removeprefix("torture/").removesuffix(".csv")
        reasons[name].append(entry.reason)
        assert entry.raw.strip() in TORTURE[name][0]
        assert entry.raw
    assert reasons == {name: wanted for name, (_, _, wanted) in TORTURE.items()}


@pytest.fixture
def spectrum(shared):
    folder = shared / "badinput" / "csv-spectrum" / "csvs"
    cases = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    assert len(cases) >= 11
    return cases


def test_csv_of_another_kind_beside_a_good_report(place, spectrum):
    """Each is refused by its name; the good one stands."""
    place.put("screenconnect/good.csv", report(GOOD))
    for name, content in spectrum.items():
        place.put(f"screenconnect/spectrum/{name}", content)
    run = place.sdc_here("ingest", "--source", "screenconnect", "--json")
    assert run.exit_code == Exit.FAILED
    problems = json.loads(run.stdout)["problems"]
    assert {text.split(":")[0] for text in problems} == {f"spectrum/{name}" for name in spectrum}
    assert set(place.contents("screenconnect")) == MACHINES


def test_every_cell_of_the_torture_files_in_a_cell_of_a_report(place, shared, spectrum):
    """What the files say they hold (their `json` twins) comes back exactly."""
    texts = []
    for name in spectrum:
        twin = shared / "badinput" / "csv-spectrum" / "json" / name.replace(".csv", ".json")
        rows = json.loads(twin.read_text("utf-8"))
        texts += [text for row_of in rows for text in row_of.values()]
        texts.append(spectrum[name].decode("utf-8"))
    rows = [row(n, SessionName=f"WS-{n}", SessionCustomProperty1=t) for n, t in enumerate(texts)]
    place.put("screenconnect/report.csv", report(rows))
    run = place.sdc_here("ingest", "--source", "screenconnect")
    assert run.exit_code == Exit.FINE, run.output
    found = {
        session.segments[0].content: session.context.source_customer_name or ""
        for session in place.stored("screenconnect")
    }
    assert len(found) == len(texts)
    assert [found[f"WS-{n}"].split() for n in range(len(texts))] == [t.split() for t in texts]
