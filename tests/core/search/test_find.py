"""Search over finished Sessions: what means the same, names and numbers, slips of the pen."""

from datetime import date

import pytest

from sdc_core.errors import ProviderDownError, SettingsError
from sdc_core.search.filters import Filters
from sdc_core.search.find import find
from sdc_core.search.place import SearchPlace
from sdc_core.search.refresh import embedded_layer, refresh
from tests.core.embeddings.paraphrases import PAIRS
from tests.core.search.corpus import CUSTOMERS, embed, finish, open_root, paraphrases, ticket


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("search")


@pytest.fixture(scope="module")
def words(root):
    """A search by words alone, over the paraphrases."""
    workspace = open_root(root)
    finish(workspace, paraphrases())
    refresh(SearchPlace.of(workspace.settings), lambda: workspace)
    return embedded_layer(workspace).index


@pytest.fixture
def both(tmp_path, embeds):
    """A search by words and meaning."""
    workspace = open_root(tmp_path)
    finish(workspace, paraphrases())
    embed(workspace)
    return embedded_layer(workspace)


def texts_found(index, query, embedder=None, **options):
    hits = find(index, embedder, query, **options).hits
    return [int(hit.entry.day[-2:]) - 2 for hit in hits]  # the day is the number of the pair


def test_a_paraphrase_is_found_first_by_words_and_meaning(both):
    first = [texts_found(both.index, query, both.embedder)[0] for query, _ in PAIRS]

    assert first == list(range(len(PAIRS)))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("HOST-07", 7),
        ("host-07", 7),
        ("ticket 31004", 4),
        ("31004", 4),
        ("#31004", 4),
        ("phishing Bright", 4),
        ("pishing", 4),
        ("workstaiton", 2),
        ("firewal", 3),
        ('copier "AND" (reception', 0),
    ],
)
def test_names_numbers_and_slips_are_found_by_words_alone(words, query, number):
    assert texts_found(words, query)[0] == number


def test_a_word_that_no_session_has_is_said_with_what_was_looked_for(words):
    found = find(words, None, "pishing")

    assert found.spelled == {"pishing": "phish"}
    assert found.problem
    assert (found.sessions, found.compared) == (len(PAIRS), 0)


def test_what_nobody_wrote_finds_nothing_by_words(words):
    assert find(words, None, "zeppelin").hits == []
    assert find(words, None, "???").hits == []


def test_a_number_is_never_taken_for_another_one(words):
    assert find(words, None, "31999").hits == []


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(customer="acme"), {0, 3, 6, 9}),
        (Filters(customer="2"), {1, 4, 7}),
        (Filters(since=date(2025, 1, 10)), {8, 9}),
        (Filters(until=date(2025, 1, 3)), {0, 1}),
        (Filters(source="syncroticket", customer="3"), {2, 5, 8}),
    ],
)
def test_filters_leave_only_what_was_asked_for(words, filters, numbers):
    assert set(texts_found(words, "seen on host", filters=filters)) == numbers


def test_filters_hold_for_meaning_too(both):
    only = Filters(customer="Cedar Bakery")

    found = find(both.index, both.embedder, "printer offline after update", only)

    assert {hit.entry.customer for hit in found.hits} <= {"Cedar Bakery"}


def test_an_unknown_customer_or_source_is_named_with_those_there_are(words):
    with pytest.raises(SettingsError, match=r"Acme Dnetal.*'Acme Dental'"):
        find(words, None, "printer", Filters(customer="Acme Dnetal"))
    with pytest.raises(SettingsError, match="SyncroTicket"):
        find(words, None, "printer", Filters(source="fax"))


def test_a_model_that_gives_no_vector_leaves_words(both):
    class Down:
        model_id = both.embedder.model_id

        def embed(self, texts):
            raise ProviderDownError("it does not answer")

    found = find(both.index, Down(), "phishing")

    assert found.problem == "it does not answer"
    assert [hit.entry.day for hit in found.hits] == ["2025-01-06"]


def test_vectors_of_another_model_are_not_compared(both):
    class Other:
        model_id = "another"

        def embed(self, texts):
            return both.embedder.embed(texts)

    assert find(both.index, Other(), "phishing").compared == 0


def test_sessions_that_say_the_same_are_shown_as_one(tmp_path, embeds):
    workspace = open_root(tmp_path)
    text = "Weekly check of the backup: all jobs succeeded, nothing to do"
    same = [ticket(f"s{day}", text, day=day) for day in range(4)]
    other = ticket("o", "Backup job failed because the disk was full", day=9)
    finish(workspace, [*same, other])
    embed(workspace)
    layer = embedded_layer(workspace)

    hits = find(layer.index, layer.embedder, "backup").hits

    assert {(hit.entry.session_id == other.meta.session_id, len(hit.alike)) for hit in hits} == {
        (True, 0),
        (False, 3),
    }


def test_equal_queries_over_equal_sessions_find_equal_lists(both):
    first, again = (
        find(both.index, both.embedder, "no internet", Filters(customer=CUSTOMERS[0][1]))
        for _ in range(2)
    )

    assert first == again
