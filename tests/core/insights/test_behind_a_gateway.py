"""OpenAI and Gemini behind a gateway at loopback: redacted, priced, within the budget, restored."""

import json
import re
from datetime import date

import pytest

from sdc_core.demo.fake_syncro import DEFAULT_TOKEN, FakeSyncro
from sdc_core.demo.generator import generate
from sdc_core.layers import FINISHED
from sdc_core.llm.gateway import Gateway
from sdc_core.llm.spending.calls import CallLedger
from sdc_core.pipeline import run_pipeline
from sdc_core.settings import load_settings
from sdc_core.workspace import Workspace
from tests.core.insights.fakes import Root
from tests.core.insights.model_server import data_of, model_server
from tests.core.toy import line

pytest.importorskip("presidio_analyzer")

MODEL = {"openai": "gpt-5-mini", "google_gemini": "gemini-2.5-flash"}
TEXTS = ["The printer is offline since the update.", "The mail of the front desk bounces."]
CREDENTIAL = "Maple-Street-88!"
SHAPES = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{3}-\d{4}|(?:\d+\.){3}\d+|https?:"
)


@pytest.fixture(params=sorted(MODEL))
def name(request):
    return request.param


@pytest.fixture
def server():
    with model_server() as running:
        yield running


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(moment):
        monkeypatch.setenv("SDC_NOW", f"{moment}:00+00:00")

    at("2025-06-30T12:10")
    return at


def section(name, server, model=None):
    url = server.gemini_url if name == "google_gemini" else server.openai_url
    models = dict.fromkeys(("lightweight", "general", "complex"), model or MODEL[name])
    return {"base_url": url, "models": models, "max_tries": 1}


def world(path, name, server, *, model=None, texts=TEXTS, **config):
    config = {"active_provider": name, name: section(name, server, model), **config}
    made = Root(path / "root", **config)
    made.write(*(line(n, f"2025-0{n}-03T10:00:00+00:00", text=t) for n, t in enumerate(texts, 1)))
    return made


def settled(made, *months):
    ledger = CallLedger(made.root)
    rows = [row for month in months for row in ledger.rows(month)[0]]
    return [row for row in rows if row.row == "settled"]


def demo_names(made):
    """Everybody and everything of the demo's truth that must not leave."""
    syncro = json.loads(made.syncro_world.read_text(encoding="utf-8"))
    truth = json.loads(made.truth.read_text(encoding="utf-8"))
    people = [*syncro["contacts"], *(p for c in syncro["customers"] for p in c["contacts"])]
    said = [person[key] for person in people for key in ("name", "email", "phone", "mobile")]
    said += [c[key] for c in syncro["customers"] for key in ("business_name", "fullname", "email")]
    said += [c[key] for c in truth["customers"] for key in ("name", "former_name")]
    said += [technician["name"] for technician in truth["technicians"]]
    return {text.casefold() for text in said if text}


def test_nothing_of_a_demo_world_leaves_and_its_names_stand_in_the_files(tmp_path, name, server):
    made = generate(tmp_path / "demo", sessions=40, months=1, seed=5, end=date(2025, 6, 20))
    workspace = run_demo(made, name, server)
    sent = "\n".join(data_of(asked) for asked in server.requests).casefold()
    assert len(server.requests) > 40
    assert "<hostname_1>" in sent
    assert [
        text for text in demo_names(made) if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", sent)
    ] == []
    firsts = [text.split()[0] for text in demo_names(made) if "@" not in text and " " in text]
    greeted = re.findall(r"(?:this is|hi|for|told) (\w+)", sent)
    assert set(firsts) & set(greeted) == set()
    assert SHAPES.findall(sent) == []
    store = workspace.layers[FINISHED].store
    titles = [s.insights.llm_generated_title for m in store.months() for s in store.load(m)]
    assert not [title for title in titles if re.search(r"<[A-Z_]+_\d", title or "")]
    kept = b"".join(p.read_bytes() for p in (made.root / "cache/llm").rglob("*") if p.is_file())
    assert b"<HOSTNAME_1>" in kept


def run_demo(made, name, server):
    with FakeSyncro(made.syncro_world).serve() as url:
        config = {
            "project_paths": {"data_folder": "."},
            "technicians": made.technicians,
            "processing_defaults": {"business_time_zone": made.zone, "first_month": "2025-05"},
            "llm_config": {"active_provider": name, name: section(name, server)},
        }
        path = made.root / "config.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        environment = {
            "SDC_SYNCRO_API__BASE_URL": url,
            "SDC_SYNCRO_API__REQUESTS_PER_MINUTE": "100000",
            "SYNCRO_API_KEY": DEFAULT_TOKEN,
        }
        workspace = Workspace(load_settings(path, environment))
        assert run_pipeline(workspace).failures == {}
    return workspace


def test_names_and_credentials_stay_and_names_come_back(tmp_path, name, server):
    text = f"Reset password to {CREDENTIAL} for grace@quillfeather.example on FRONT-PC02."
    made = world(tmp_path, name, server, texts=[text])
    made.run()
    sent = "".join(asked.text for asked in server.requests)
    assert server.requests
    assert not [word for word in (CREDENTIAL, "quillfeather", "FRONT-PC02") if word in sent]
    [session] = made.sessions()
    assert "grace@quillfeather.example" in str(session.insights.llm_generated_title)
    assert CREDENTIAL not in str(session.insights.model_dump())


def test_calls_cost_what_the_list_says(tmp_path, name, server):
    made = world(tmp_path, name, server)
    workspace = made.open()
    run_pipeline(workspace)
    assert isinstance(workspace.asker, Gateway)
    numbers = workspace.asker.take_tally().numbers()
    [cost] = [value for key, value in numbers.items() if key.endswith(".cost_usd")]
    # 100 tokens in, 20 out: LLM reference, section 6.
    each = {"openai": (100 * 0.25 + 20 * 2) / 1e6, "google_gemini": (100 * 0.3 + 20 * 2.5) / 1e6}
    assert cost == pytest.approx(len(server.requests) * each[name], abs=1e-6)


def test_a_month_without_money_rests_and_the_next_one_goes_on(tmp_path, name, server, clock):
    # A call takes 0.02 USD; reserved are 0.10 for a title and 0.40 for a summary.
    price = {MODEL[name]: {"input_usd": 0, "output_usd": 1_000}}
    made = world(tmp_path, name, server, prices=price, budget={"month_usd": 0.415})
    made.run()
    answered = made.states().count("answered")
    assert 0 < answered < len(made.states())
    assert "month_usd" in str([session.meta.processing_log for session in made.sessions()])
    for later in ("2025-06-30T13:10", "2025-06-30T14:10"):
        clock(later)
        made.run()
    answered = made.states().count("answered")
    assert answered < len(made.states())
    assert sum(row.cost_usd for row in settled(made, "2025-06")) <= 0.415
    clock("2025-07-01T00:10")
    made.run()
    assert made.states().count("answered") > answered
    assert settled(made, "2025-07") != []


def test_an_unknown_price_waits_under_a_budget_and_costs_what_the_settings_say(
    tmp_path, name, server, clock
):
    unknown = {"model": "house-model-9", "budget": {"month_usd": 1}}
    made = world(tmp_path, name, server, **unknown)
    made.run()
    assert (set(made.states()), server.requests) == ({"waiting"}, [])
    assert "llm_config.prices" in str([session.meta.processing_log for session in made.sessions()])
    price = {"house-model-9": {"input_usd": 1, "output_usd": 1}}
    priced = world(tmp_path, name, server, prices=price, **unknown)
    priced.run()
    assert set(priced.states()) == {"answered"}
    assert {row.cost_usd for row in settled(priced, "2025-06")} == {120 / 1e6}
