"""Settings of language models that can do nothing stop the start, with the key to set."""

import pytest

from sdc_core.errors import SettingsError
from sdc_core.settings import load_settings

LOCAL = "http://127.0.0.1:1234/v1"


@pytest.fixture
def load(tmp_path):
    def loaded(llm_config):
        import json

        path = tmp_path / "config.json"
        path.write_text(json.dumps({"llm_config": llm_config}), encoding="utf-8")
        return load_settings(path, {}).llm_config

    return loaded


@pytest.mark.parametrize(
    ("llm_config", "said"),
    [
        ({"active_provider": "gemini"}, "'google_gemini', 'openai' or 'local_llm'"),
        ({"active_provider": "openai"}, "openai.models.lightweight"),
        ({"tasks": {"title": {"provider": "google_gemini"}}}, "google_gemini.models.lightweight"),
        ({"active_provider": "local_llm", "local_llm": {"models": {"general": "m"}}}, "base_url"),
        ({"local_llm": {"base_url": "127.0.0.1:1234"}}, "not an address such as"),
        ({"local_llm": {"base_url": "http://me:secret@host/v1"}}, "keys come from the environment"),
        ({"tasks": {"titel": {}}}, "allowed are title, summary"),
        ({"openai": {"models": {"light": "m"}}}, "allowed are complex, embedding"),
        ({"default_llm_params": {"temperature": 3}}, "less than or equal to 2"),
        ({"default_llm_params": {"extra": {"tools": []}}}, "part of what SDC asks"),
        ({"default_llm_params": {"extra": {"seed": 1}}}, "keys of their own"),
        ({"default_llm_params": {"extra": {"max_completion_tokens": 9}}}, "part of what SDC asks"),
        ({"default_llm_params": {"extra": {"candidateCount": 8}}}, "part of what SDC asks"),
        ({"default_llm_params": {"extra": {"systemInstruction": "x"}}}, "part of what SDC asks"),
        ({"default_llm_params": {"extra": {"service_tier": "priority"}}}, "not known"),
        ({"openai": {"models": {"general": " "}}}, "not the name of a model"),
        ({"tasks": {"title": {"model": ""}}}, "not the name of a model"),
        ({"local_llm": {"base_url": f"{LOCAL}/chat/completions"}}, "leave '/chat/completions'"),
        ({"local_llm": {"base_url": "http://127.0.0.1:99999/v1"}}, "not an address such as"),
        ({"local_llm": {"base_url": f"{LOCAL}\nHost: x"}}, "not an address such as"),
        ({"local_llm": {"base_url": f"{LOCAL}#x"}}, "not an address such as"),
        ({"budget": {"month_usd": -1}}, "greater than or equal to 0"),
        ({"budget": {"run_usd": float("inf")}}, "finite number"),
        ({"prices": {"m": {"input_usd": 1}}}, "prices.m.output_usd"),
    ],
)
def test_a_bad_setting_is_named_with_what_is_allowed(load, llm_config, said):
    with pytest.raises(SettingsError) as caught:
        load(llm_config)
    assert said in str(caught.value)
    assert "llm_config" in str(caught.value)


SECRET = "sk-Quelle123456789abcdef"


@pytest.mark.parametrize(
    "llm_config",
    [
        {"openai": {"api_key": SECRET}},
        {"openai": {"models": {"general": SECRET}}},
        {"openai": {"base_url": f"https://me:{SECRET}@gateway.example/v1"}},
        {"openai": {"base_url": f"https://gateway.example/v1?key={SECRET}"}},
        {"default_llm_params": {"extra": {"api_key": SECRET}}},
        {"tasks": {"title": {"parameters": {"extra": {"Authorization": SECRET}}}}},
    ],
)
def test_a_secret_in_the_file_is_named_by_its_place_and_not_shown(load, llm_config):
    with pytest.raises(SettingsError, match="holds a secret") as caught:
        load(llm_config)
    assert SECRET not in str(caught.value)
    assert "environment" in str(caught.value)


@pytest.mark.parametrize(
    "llm_config",
    [
        {"active_provider": "openai", "openai": {"models": {"lightweight": "m"}}},
        {"active_provider": "openai", "tasks": {"title": {"model": "m"}}},
        {
            "active_provider": "local_llm",
            "local_llm": {"base_url": LOCAL, "models": {"general": "m"}},
        },
        {"default_llm_params": {"extra": {"frequency_penalty": 0.5}}},
    ],
)
def test_what_can_do_something_is_read(load, llm_config):
    assert load(llm_config)
