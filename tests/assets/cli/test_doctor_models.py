"""`sdc doctor` asks each model in use, with no text of anybody, and says what to mend."""

import json

import pytest

from sdc_assets.cli.exits import Exit
from sdc_core.llm import setup
from sdc_core.llm.providers.probe import PROBE
from tests.core.llm.fake_server import Failure, FakeServer, openai_error

MODELS = {"lightweight": "small", "general": "large"}
KEY = "sk-0123456789abcdef"


@pytest.fixture(autouse=True)
def _the_extra_is_there(monkeypatch):
    monkeypatch.setattr(setup, "missing_packages", tuple)


@pytest.fixture
def examined(place):
    """Findings on models and the exit code, for this section of the settings."""

    def examine(**llm_config):
        settings = json.loads(place.config.read_text("utf-8"))
        settings["llm_config"] = llm_config
        place.config.write_text(json.dumps(settings), encoding="utf-8")
        findings = [f for f in place.json("doctor") if f["about"] == "models"]
        return findings, place.sdc("doctor").exit_code

    return examine


def local(url, **more):
    return {
        "active_provider": "local_llm",
        "local_llm": {"base_url": url, "models": MODELS, "timeout_seconds": 5},
        **more,
    }


def test_without_a_model_it_says_that_all_is_done_here(examined):
    ((finding,), code) = examined()
    assert finding["state"] == "ok"
    assert finding["text"].startswith("title, summary, ")
    assert "no text leaves" in finding["text"]
    assert code == Exit.FINE


def test_each_model_is_asked_once_and_told_with_its_tasks(examined):
    with FakeServer(models=["small", "large"]) as server:
        findings, code = examined(**local(server.openai_url))
    assert [f["state"] for f in findings] == ["ok", "ok"]
    light, general = (f["text"] for f in findings)
    assert light.startswith("title, ")
    assert "local_llm:small (lightweight) answers; on this machine" in light
    assert "sees text as it is, without credentials" in light
    assert general.startswith("summary, ")
    assert "local_llm:large (general)" in general
    assert code == Exit.FINE
    assert [body["model"] for body in server.bodies] == ["small", "large"] * 2  # two commands
    assert all(PROBE.rules in body["messages"][0]["content"] for body in server.bodies)


def test_a_model_of_several_tiers_is_asked_once(examined):
    with FakeServer() as server:
        one = {"base_url": server.openai_url, "models": {"lightweight": "m", "general": "m"}}
        findings, _ = examined(active_provider="local_llm", local_llm=one)
    assert len(findings) == 2
    assert len(server.requests) == 2  # two commands


def test_the_model_of_vectors_is_asked_for_one(examined):
    models = {**MODELS, "embedding": "small-embedder"}
    with FakeServer(models=["small", "large"]) as server:
        section = {"base_url": server.openai_url, "models": models, "timeout_seconds": 5}
        findings, code = examined(active_provider="local_llm", local_llm=section)
        asked = [request.path for request in server.requests if "embeddings" in request.path]
    (finding,) = [f for f in findings if f["text"].startswith("embedding: ")]
    assert finding["state"] == "fail"
    assert "small-embedder" in finding["text"]
    assert "by words alone" in finding["advice"]
    assert code == Exit.FAILED
    assert len(asked) == 2  # two commands
    with FakeServer(models=["small", "large", "small-embedder"]) as server:
        section = {"base_url": server.openai_url, "models": models, "timeout_seconds": 5}
        findings, code = examined(active_provider="local_llm", local_llm=section)
    assert "small-embedder (embedding) answers" in findings[-1]["text"]
    assert code == Exit.FINE


def test_redaction_is_said(examined):
    with FakeServer() as server:
        findings, _ = examined(**local(server.openai_url, redact="always"))
    assert all("sees redacted text" in f["text"] for f in findings)


def test_tasks_may_go_different_ways(examined):
    with FakeServer() as server:
        config = local(server.openai_url, active_provider="extractive")
        findings, _ = examined(**config, tasks={"title": {"provider": "local_llm"}})
    by_model, here = sorted(findings, key=lambda f: "extractive" in f["text"])
    assert by_model["text"].startswith("title: local_llm:small")
    assert "title" not in here["text"].partition(":")[0].split(", ")


def test_a_server_that_is_off_is_named_with_the_usual_ports(examined):
    with FakeServer() as server:
        pass
    findings, code = examined(**local(server.openai_url))
    assert {f["state"] for f in findings} == {"fail"}
    assert f"nothing answers at {server.openai_url}" in findings[0]["text"]
    assert "Ollama 11434" in findings[0]["text"]
    assert "wait for the rest" in findings[0]["advice"]
    assert code == Exit.FAILED


def test_a_wrong_model_is_named_with_those_that_there_are(examined):
    with FakeServer(models=["small", "qwen3-4b"]) as server:
        findings, code = examined(**local(server.openai_url))
    assert [f["state"] for f in findings] == ["ok", "fail"]
    assert "local_llm has no model 'large'" in findings[1]["text"]
    assert "it has 'qwen3-4b', 'small'" in findings[1]["text"]
    assert code == Exit.FAILED


def test_the_servers_own_words_are_shown_without_the_key(examined, monkeypatch):
    monkeypatch.setenv("LOCAL_LLM_API_KEY", KEY)
    body = openai_error(f"no valid licence for {KEY}")
    with FakeServer(failures=[Failure(402, body)] * 4) as server:
        findings, _ = examined(**local(server.openai_url))
    assert 'it says "no valid licence for ***"' in findings[0]["text"]
    assert KEY not in json.dumps(findings)


def test_a_model_that_only_thinks_is_told(examined):
    thinking = {"choices": [{"finish_reason": "length", "message": {"content": ""}}]}
    with FakeServer(failures=[Failure(body=thinking)] * 4) as server:
        findings, _ = examined(**local(server.openai_url))
    assert "turn its thinking off" in findings[0]["text"]


def test_what_the_settings_lack_is_said_and_nothing_is_asked(examined):
    with FakeServer() as server:
        openai = {"base_url": server.openai_url, "models": {"lightweight": "gemini-2.5-flash"}}
        findings, code = examined(active_provider="openai", openai=openai)
    assert server.requests == []
    texts = [f["text"] for f in findings]
    assert any("'gemini-2.5-flash' is a model of google_gemini" in text for text in texts)
    assert any("openai has no model for the tier 'general'" in text for text in texts)
    assert code == Exit.FAILED


def test_no_key_is_said_with_its_variable(examined):
    ((finding,), code) = examined(active_provider="openai", openai={"models": MODELS})
    assert finding["text"] == "openai: openai has no key"
    assert "OPENAI_API_KEY" in finding["advice"]
    assert code == Exit.FAILED


def test_gemini_is_asked_too(examined):
    with FakeServer(models=["gemini-2.5-flash"]) as server:
        models = {"lightweight": "gemini-2.5-flash", "general": "gemini-9"}
        gemini = {"base_url": server.gemini_url, "models": models}
        findings, _ = examined(active_provider="google_gemini", google_gemini=gemini)
    assert [f["state"] for f in findings] == ["ok", "fail"]
    assert "google_gemini has no model 'gemini-9'" in findings[1]["text"]
    assert "it has 'gemini-2.5-flash'" in findings[1]["text"]
