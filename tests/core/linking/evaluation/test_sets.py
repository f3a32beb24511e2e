"""Reading a folder: both forms, any order, and complaints that name file and row."""

import random

import pytest

from sdc_core.errors import InputMissingError, InputUnreadableError, SourceError, WrongInputError
from sdc_core.linking.evaluation.gold import read_gold
from sdc_core.linking.evaluation.sets import read_set
from tests.core.linking.evaluation.folder import (
    CUSTOMERS,
    GOLD,
    QUERIES,
    write_csv,
    write_jsonl,
    write_set,
)


def test_a_folder_of_csv(tmp_path):
    found = read_set(write_set(tmp_path))
    assert found.ids == {number: f"C{number}" for number in range(1, 7)}
    oak = next(c for c in found.customers if found.ids[c.id] == "C2")
    assert (oak.name, oak.aliases) == ("Oak Street Clinic", ("Oakside Medical",))
    assert [(key, query.company) for key, query in found.queries] == QUERIES


def test_a_folder_of_jsonl_with_evidence(tmp_path):
    ana = {"contact_id": "C9-0", "name": "Ana Weir", "email": "ana@oak.example", "phone": None}
    customer = {
        "customer_id": "C9", "name": "Oak", "alias": None, "phone": "312 555 0100",
        "website": "https://oak.example", "contacts": [ana],
    }  # fmt: skip
    query = {
        "query_id": "Q1", "source": "notes", "company": "", "contact": "Ana", "machine": "OAK-PC",
        "user": "ana", "text": "call back",
    }  # fmt: skip
    write_jsonl(tmp_path / "customers.jsonl", [customer])
    write_jsonl(tmp_path / "queries.jsonl", [query])
    found = read_set(tmp_path)
    (oak,) = found.customers
    assert (oak.phones, oak.websites, oak.aliases) == (
        ("312 555 0100",),
        ("https://oak.example",),
        (),
    )
    assert (oak.contacts[0].name, oak.contacts[0].email) == ("Ana Weir", "ana@oak.example")
    ((_, asked),) = found.queries
    assert (asked.source_system, asked.contact, asked.machines, asked.users, asked.text) == (
        "NotesJSON", "Ana", ("OAK-PC",), ("ana",), "call back",
    )  # fmt: skip


def test_the_order_of_the_rows_never_counts(tmp_path):
    mixed = list(CUSTOMERS)
    random.Random(1).shuffle(mixed)
    assert (
        read_set(write_set(tmp_path / "a")).customers
        == read_set(write_set(tmp_path / "b", customers=mixed)).customers
    )


def test_a_customer_without_a_name_and_an_empty_query_are_allowed(tmp_path):
    found = read_set(write_set(tmp_path, customers=[("C1", "", "")], queries=[("Q1", "")]))
    assert found.customers[0].name is None
    assert found.queries[0][1].company == ""


def test_no_customer_and_no_query_at_all(tmp_path):
    found = read_set(write_set(tmp_path, customers=[], queries=[]))
    assert (found.customers, found.queries) == ((), ())


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("customers.csv", "id,name\n1,x\n", "customers.csv: 'customer_id' is missing; needed are customer_id, name; found ['id', 'name']"),
        ("customers.csv", "", "'customer_id' is missing"),
        ("customers.csv", "customer_id,name\nC1,a\n,b\n", "customers.csv[3]: customer_id is empty"),
        ("customers.csv", "customer_id,name\nC1,a\nC1,b\n", "customers.csv[3]: customer_id 'C1' stands in customers.csv[2] already"),
        ("customers.csv", "customer_id,name\nC1,a,b,c\n", "customers.csv[2]: has more cells than the header has columns"),
        ("queries.csv", "query_id,text\nQ1,a\nQ1,b\n", "queries.csv[3]: query_id 'Q1' stands in queries.csv[2] already"),
        ("queries.csv", "query_id,name\nQ1,a\n", "'text' is missing"),
        ("queries.csv", b"query_id,text\nQ1,\xff\n", "not a table in UTF-8"),
        ("gold.csv", "query_id,true_id\nQ1,C1\nQ1,C2\n", "gold.csv[3]: query_id 'Q1' stands twice"),
        ("gold.csv", "query_id,true_id\nQ1,C1\n", "6 queries have no truth, the first is 'Q2'"),
        ("gold.csv", "query_id,true_id,linkable\nQ1,C1,yes\n", "gold.csv[2]: linkable 'yes': allowed are 1 and 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(tmp_path, file, content, said):
    write_set(tmp_path, gold=GOLD)
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(WrongInputError) as error:
        read_gold(tmp_path, [key for key, _ in read_set(tmp_path).queries])
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("customers", "queries", "said"),
    [
        ([{"customer_id": "C1", "name": 7}], None, "customers.jsonl[1]: name 7: must be text or null"),
        ([{"customer_id": 7, "name": "x"}], None, "customer_id 7: must be text"),
        ([{"name": "x"}], None, "customers.jsonl[1]: 'customer_id' is missing"),
        ([{"customer_id": "C1", "name": "x", "contacts": "Ana"}], None, "contacts 'Ana': must be a list of objects"),
        ([{"customer_id": "C1", "name": "x", "contacts": [{"name": 3}]}], None, "customers.jsonl[1].contacts[1]: name 3: must be text"),
        (["x"], None, "must be one JSON object a line"),
        (None, [{"query_id": "Q1"}], "queries.jsonl[1]: 'company' is missing"),
        (None, [{"query_id": "Q1", "company": "x", "source": "fax"}], "source 'fax': allowed are screenconnect, notes, ticket_text, sillytavern, or none"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_in_jsonl_is_named(tmp_path, customers, queries, said):
    good = [{"customer_id": "C1", "name": "x"}]
    write_jsonl(tmp_path / "customers.jsonl", customers or good)
    write_jsonl(tmp_path / "queries.jsonl", queries or [{"query_id": "Q1", "company": None}])
    with pytest.raises(WrongInputError) as error:
        read_set(tmp_path)
    assert said in str(error.value)


def test_a_line_that_is_no_json_is_named(tmp_path):
    write_csv(tmp_path / "queries.csv", "query_id,text", [])
    (tmp_path / "customers.jsonl").write_text('{"customer_id": "C1", "name": "x"}\n{"cust\n')
    with pytest.raises(WrongInputError, match=r"customers\.jsonl\[2\]: not JSON"):
        read_set(tmp_path)


def test_a_file_that_is_missing_or_there_twice(tmp_path):
    with pytest.raises(InputMissingError, match=r"neither customers\.csv nor customers\.jsonl"):
        read_set(tmp_path)
    write_set(tmp_path)
    write_jsonl(tmp_path / "queries.jsonl", [])
    with pytest.raises(WrongInputError, match="allowed is one"):
        read_set(tmp_path)


def test_a_folder_in_the_place_of_a_file(tmp_path):
    write_set(tmp_path)
    (tmp_path / "queries.csv").unlink()
    (tmp_path / "queries.csv").mkdir()
    with pytest.raises(InputUnreadableError):
        read_set(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["\x00", "\u202e\u05d0\u05d1", "\U0001f4a9" * 50, "x" * 10_000, "a\nb", '"', "(empty)", "N/A"],
)
def test_any_name_and_any_text_is_read(tmp_path, name):
    write_set(tmp_path, customers=[("C1", name, name)], queries=[("Q1", name)])
    try:
        found = read_set(tmp_path)
    except SourceError as error:
        raise AssertionError(name) from error
    assert found.queries[0][1].company == name
