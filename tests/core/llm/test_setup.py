"""What keeps a model from being asked is said before it is asked, with what to mend."""

import pytest

from sdc_core.llm import setup
from sdc_core.llm.setup import setup_problems, uses
from sdc_core.privacy.extra import INSTALL
from sdc_core.settings import LlmConfig, Secrets, Settings

ALL_TIERS = {"lightweight": "m-small", "general": "m", "complex": "m-large"}
KEYS = Secrets(openai_api_key="k1", gemini_api_key="k2", local_llm_api_key="k3")
HERE = "http://127.0.0.1:1234/v1"


@pytest.fixture(autouse=True)
def _the_extra_is_there(monkeypatch):
    monkeypatch.setattr(setup, "missing_packages", tuple)


def settings_of(secrets=KEYS, *, llm_enabled=False, **config):
    return Settings(
        llm_config=LlmConfig.model_validate(config),
        secrets=secrets,
        linking={"llm_enabled": llm_enabled},
    )


def said(*args, **config):
    return [(p.text, p.advice) for p in setup_problems(settings_of(*args, **config))]


def test_the_default_has_no_problem_and_one_way():
    assert said() == []
    (use,) = uses(Settings())
    assert use.is_local
    assert {"title", "summary"} <= set(use.tasks)


@pytest.mark.parametrize("name", ["openai", "google_gemini"])
def test_a_whole_provider_has_no_problem(name):
    assert said(active_provider=name, **{name: {"models": ALL_TIERS}}) == []


def test_each_tier_without_a_model_is_said_once_for_all_its_tasks():
    config = {"active_provider": "openai", "openai": {"models": {"complex": "x"}}}
    tasks = {"detailed_overview": {"tier": "complex"}}
    texts = [text for text, _ in said(**config, tasks=tasks)]
    assert texts.count("openai has no model for the tier 'lightweight'") == 1
    assert not any("'complex'" in text for text in texts)
    advice = [advice for text, advice in said(**config) if "'lightweight'" in text]
    assert advice == ["set llm_config.openai.models.lightweight, for example 'gpt-5-mini'"]


@pytest.mark.parametrize(
    ("name", "variable"), [("openai", "OPENAI_API_KEY"), ("google_gemini", "GEMINI_API_KEY")]
)
def test_a_missing_key_is_named_by_its_variable(name, variable):
    ((text, advice),) = said(Secrets(), active_provider=name, **{name: {"models": ALL_TIERS}})
    assert text == f"{name} has no key"
    assert variable in advice


def test_a_server_of_ones_own_needs_no_key():
    local = {"base_url": HERE, "models": ALL_TIERS}
    assert said(Secrets(), active_provider="local_llm", local_llm=local) == []


@pytest.mark.parametrize(
    ("name", "model", "owner"),
    [
        ("local_llm", "gpt-5-mini", "openai"),
        ("local_llm", "gemini-2.5-flash", "google_gemini"),
        ("openai", "gemini-2.5-flash", "google_gemini"),
        ("google_gemini", "gpt-4o-mini", "openai"),
        ("google_gemini", "o3", "openai"),
    ],
)
def test_a_model_of_another_provider_is_named(name, model, owner):
    place = {"models": {**ALL_TIERS, "lightweight": model}}
    if name == "local_llm":
        place["base_url"] = HERE
    ((text, advice),) = said(active_provider=name, **{name: place})
    assert text == f"{model!r} is a model of {owner}"
    assert f"llm_config.{name}.models.lightweight" in advice


@pytest.mark.parametrize("model", ["gpt-oss-20b", "qwen3-4b", "gemma-3-4b", "olmo-2", "o"])
def test_open_models_may_be_anybodys(model):
    local = {"base_url": HERE, "models": {**ALL_TIERS, "lightweight": model}}
    assert said(active_provider="local_llm", local_llm=local) == []


def test_without_the_extra_a_provider_elsewhere_is_refused_with_the_line_to_install(monkeypatch):
    monkeypatch.setattr(setup, "missing_packages", lambda: ("spacy",))
    ((text, advice),) = said(active_provider="openai", openai={"models": ALL_TIERS})
    assert "spacy is not installed" in text
    assert advice == INSTALL
    local = {"base_url": HERE, "models": ALL_TIERS}
    assert said(active_provider="local_llm", local_llm=local) == []
    elsewhere = {"base_url": "http://192.168.1.9:1234/v1", "models": ALL_TIERS}
    texts = [text for text, _ in said(active_provider="local_llm", local_llm=elsewhere)]
    assert any("spacy is not installed" in text for text in texts)


def test_a_key_does_not_travel_in_the_clear():
    local = {"base_url": "http://192.168.1.9:1234/v1", "models": ALL_TIERS}
    ((text, advice),) = said(active_provider="local_llm", local_llm=local)
    assert "in the clear" in text
    assert "LOCAL_LLM_API_KEY" in advice
    assert said(Secrets(), active_provider="local_llm", local_llm=local) == []


def test_the_linkers_question_is_a_use_only_where_it_is_asked():
    config = {"active_provider": "openai", "openai": {"models": ALL_TIERS}}
    tasks = [task for use in uses(settings_of(**config)) for task in use.tasks]
    assert "customer_disambiguation" not in tasks
    asked = [task for use in uses(settings_of(llm_enabled=True, **config)) for task in use.tasks]
    assert "customer_disambiguation" in asked


def test_a_task_that_is_off_is_no_use():
    off = settings_of(tasks={"title": {"enabled": False}})
    assert "title" not in [task for use in uses(off) for task in use.tasks]
