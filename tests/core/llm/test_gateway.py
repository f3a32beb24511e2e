"""What comes of a question: asked once, redacted, believed only when it is fit to be."""

import json

import pytest

from sdc_core.errors import (
    AnswerError,
    ProviderDownError,
    ProviderSetupError,
    RedactionError,
)
from sdc_core.llm.asking import State
from sdc_core.llm.base import Completion, Prompt, Usage
from sdc_core.llm.providers.trouble import ModelMissingError
from tests.core.llm.gateway_world import (
    ANSWER,
    TEXT,
    USAGE,
    BrokenRedactor,
    FakeProvider,
    FakeRedactor,
    ask_for,
    gateway,
)

CANARY = "Tr0ub4dor&3-canary"


@pytest.fixture
def provider():
    return FakeProvider()


def everything_stored(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


# Asked once


def test_an_answer_is_given_with_what_it_took(tmp_path, provider):
    reply = gateway(tmp_path, provider).ask(ask_for())
    assert (reply.state, reply.answer.title) == (State.ANSWERED, "Printer offline")
    assert (reply.generator, reply.usage, reply.is_cached) == ("openai:m", USAGE, False)
    assert reply.cost_usd == pytest.approx(100e-6 + 10 * 10e-6)


def test_the_second_run_asks_nothing(tmp_path, provider):
    first = gateway(tmp_path, provider).ask(ask_for())
    second = gateway(tmp_path, provider).ask(ask_for())
    assert provider.calls == 1
    assert (second.answer, second.key, second.is_cached) == (first.answer, first.key, True)
    assert (second.usage.calls, second.cost_usd) == (0, 0.0)


def test_one_changed_text_is_asked_and_no_other(tmp_path, provider):
    texts = [f"Ticket {number}: no sound" for number in range(10)]
    asker = gateway(tmp_path, provider)
    asker.ask_many([ask_for(text, about=text) for text in texts])
    assert provider.calls == 10
    texts[3] += " at all"
    replies = gateway(tmp_path, provider).ask_many([ask_for(text, about=text) for text in texts])
    assert provider.calls == 11
    assert [reply.is_cached for reply in replies].index(False) == 3


OTHERS = {
    "model": {"openai": {"models": {"lightweight": "m3"}}},
    "parameter": {"default_llm_params": {"temperature": 0.5}},
    "parameter of the task": {"tasks": {"title": {"parameters": {"max_tokens": 77}}}},
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_what_shapes_an_answer_is_asked_anew(tmp_path, provider, change):
    gateway(tmp_path, provider).ask(ask_for())
    gateway(tmp_path, provider, **change).ask(ask_for())
    assert provider.calls == 2


def test_another_redactor_is_another_question(tmp_path, provider):
    class Newer(FakeRedactor):
        version = "fake-2"

    gateway(tmp_path, provider).ask(ask_for())
    gateway(tmp_path, provider, redactor=Newer).ask(ask_for())
    assert provider.calls == 2


def test_who_asks_and_where_it_is_kept_are_no_part_of_the_key(tmp_path, provider):
    asker = gateway(tmp_path, provider)
    asker.ask(ask_for())
    assert asker.ask(ask_for(about="session-2")).is_cached


def test_equal_questions_at_once_are_asked_once(tmp_path, provider):
    replies = gateway(tmp_path, provider).ask_many([ask_for()] * 20)
    assert provider.calls == 1
    assert {reply.answer.title for reply in replies} == {"Printer offline"}


def test_many_come_back_in_their_order(tmp_path):
    provider = FakeProvider(lambda prompt: json.dumps({"title": prompt.parts[0][1]}))
    asker = gateway(tmp_path, provider)
    replies = asker.ask_many(ask_for(f"text {number}") for number in range(30))
    assert [reply.answer.title for reply in replies] == [f"text {n}" for n in range(30)]
    assert asker.tally.models["openai:m"].usage.calls == 30


def test_who_stops_many_questions_pays_for_those_that_began_only(tmp_path):
    def stop(_prompt):
        raise KeyboardInterrupt

    provider = FakeProvider(stop)
    with pytest.raises(KeyboardInterrupt):
        gateway(tmp_path, provider).ask_many((ask_for(f"t {n}") for n in range(200)), workers=2)
    assert provider.calls < 200


# Redacted


def test_names_are_hidden_from_a_provider_elsewhere_and_put_back(tmp_path):
    provider = FakeProvider('{"title": "Printer of <PERSON_1> offline"}')
    reply = gateway(tmp_path, provider).ask(ask_for())
    assert "Bob Smith" not in provider.sent()
    assert "FRONT-PC02" not in provider.sent()
    assert reply.answer.title == "Printer of Bob Smith offline"


def test_names_are_not_stored_with_the_answer(tmp_path):
    provider = FakeProvider('{"title": "Printer of <PERSON_1> offline"}')
    gateway(tmp_path, provider).ask(ask_for())
    assert gateway(tmp_path, provider).ask(ask_for()).answer.title == "Printer of Bob Smith offline"
    stored = everything_stored(tmp_path)
    assert [path.name for path, content in stored.items() if b"Bob Smith" in content] == []
    assert any(b"<PERSON_1>" in content for content in stored.values())


def test_equal_texts_of_other_people_share_an_answer(tmp_path):
    """What is sent is equal, so it is asked once; each gets its own names back."""
    provider = FakeProvider('{"title": "Laptop of <PERSON_1> is slow"}')
    names = {"Bob Smith": "<PERSON_1>", "Ann Lee": "<PERSON_1>"}
    asker = gateway(tmp_path, provider, redactor=lambda: FakeRedactor(names))
    titles = [asker.ask(ask_for(f"{name}: slow laptop")).answer.title for name in names]
    assert titles == ["Laptop of Bob Smith is slow", "Laptop of Ann Lee is slow"]
    assert provider.calls == 1


def test_a_model_on_this_machine_sees_names_and_no_credentials(tmp_path):
    provider = FakeProvider(is_on_this_machine=True)
    asker = gateway(tmp_path, provider, redactor=BrokenRedactor)
    assert asker.ask(ask_for(f"{TEXT} password: {CANARY}")).state is State.ANSWERED
    assert "Bob Smith" in provider.sent()
    assert CANARY not in provider.sent()


def test_redaction_may_be_asked_for_on_this_machine_too(tmp_path):
    provider = FakeProvider(is_on_this_machine=True)
    gateway(tmp_path, provider, redact="always").ask(ask_for())
    assert "Bob Smith" not in provider.sent()


def _raising(error):
    def make():
        raise error

    return make


BLOCKED = {
    "refused": (BrokenRedactor, "no text can be made safe"),
    "failed": (lambda: BrokenRedactor(KeyError(TEXT)), "KeyError"),
    "no package": (_raising(ImportError("no", name="spacy")), "pip install"),
    "no start": (_raising(RedactionError("say: pip install x")), "pip install x"),
    "no model": (_raising(OSError(TEXT)), "OSError"),
}


@pytest.mark.parametrize(("redactor", "said"), BLOCKED.values(), ids=BLOCKED)
def test_without_redaction_nothing_is_sent(tmp_path, provider, redactor, said):
    reply = gateway(tmp_path, provider, redactor=redactor).ask(ask_for())
    assert (reply.state, provider.calls) == (State.WAITING, 0)
    assert said in reply.reason
    assert "Bob" not in reply.reason


def test_a_part_that_redaction_loses_blocks_the_call(tmp_path, provider):
    class Loses(FakeRedactor):
        def redact(self, texts):
            return super().redact(texts[:0])

    assert gateway(tmp_path, provider, redactor=Loses).ask(ask_for()).state is State.WAITING
    assert provider.calls == 0


def test_a_part_that_a_person_allows_goes_as_it_stands_without_credentials(tmp_path, provider):
    parts = (("conversation", TEXT), ("customers", f"7: Bob Smith Ltd, password: {CANARY}"))
    prompt = Prompt("choice-1", "Choose.", parts, frozenset({"customers"}))
    gateway(tmp_path, provider).ask(ask_for(prompt=prompt))
    sent = dict(provider.asked[0][1].parts)
    assert "Bob" not in sent["conversation"]
    assert "Bob Smith Ltd" in sent["customers"]
    assert CANARY not in sent["customers"]


def test_all_tasks_of_one_text_redact_it_once(tmp_path, provider):
    redactor = FakeRedactor()
    asker = gateway(tmp_path, provider, redactor=lambda: redactor)
    for task in ("title", "summary", "categorize"):
        asker.ask(ask_for(task=task))
    assert (provider.calls, redactor.calls) == (1, 1)


# Believed


BAD = {
    "no JSON": "Printer offline",
    "JSON and more": f"Sure! {ANSWER}",
    "another field": '{"title": "x", "shell": "rm"}',
    "no field": "{}",
    "too long": json.dumps({"title": "x" * 41}),
    "a list": "[1]",
    "not a number": '{"title": NaN}',
    "half of a character": '{"title": "\\ud83d"}',
    "very deep": "[" * 100_000,
    "very long": json.dumps({"title": "x" * 1_000_000}),
    "placeholder nobody gave": '{"title": "Printer of <PERSON_7>"}',
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_answer_is_asked_once_more_and_may_then_be_good(tmp_path, bad):
    provider = FakeProvider(bad, ANSWER)
    reply = gateway(tmp_path, provider).ask(ask_for())
    assert (reply.state, provider.calls) == (State.ANSWERED, 2)
    assert reply.usage == USAGE + USAGE
    assert "not accepted" in provider.asked[1][1].rules
    assert provider.asked[1][1].parts == provider.asked[0][1].parts


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_answer_twice_has_failed_and_is_not_asked_again(tmp_path, bad):
    provider = FakeProvider(bad)
    first = gateway(tmp_path, provider).ask(ask_for())
    assert (first.state, first.answer, provider.calls) == (State.FAILED, None, 2)
    second = gateway(tmp_path, provider).ask(ask_for())
    assert (second.state, second.reason, provider.calls) == (State.FAILED, first.reason, 2)


def test_a_failure_is_asked_again_when_it_was_forgotten(tmp_path):
    provider = FakeProvider("no", "no", ANSWER)
    asker = gateway(tmp_path, provider)
    asker.ask(ask_for())
    assert asker.cache.forget_failures({"summary"}) == 0
    assert asker.cache.forget_failures({"title"}) == 1
    assert asker.ask(ask_for()).state is State.ANSWERED


@pytest.mark.parametrize("fenced", [f"```json\n{ANSWER}\n```", f" ```\n{ANSWER}```\n", ANSWER])
def test_a_code_fence_is_no_fault(tmp_path, fenced):
    provider = FakeProvider(fenced)
    assert gateway(tmp_path, provider).ask(ask_for()).answer.title == "Printer offline"
    assert provider.calls == 1


def test_names_may_make_an_answer_too_long_and_are_not_told_to_the_model(tmp_path):
    provider = FakeProvider('{"title": "<PERSON_1> has no paper in the printer"}')
    names = {"Bartholomew Cumberbatch": "<PERSON_1>"}
    asker = gateway(tmp_path, provider, redactor=lambda: FakeRedactor(names))
    reply = asker.ask(ask_for("Bartholomew Cumberbatch has no paper."))
    assert reply.state is State.FAILED
    assert "shorter" in provider.asked[1][1].rules
    assert "Bartholomew" not in provider.sent() + reply.reason


def test_what_the_task_finds_wrong_is_said_to_the_model(tmp_path):
    seen = []

    def problem(answer, texts):
        seen.append((answer.title, texts))
        return "names a ghost" if "ghost" in answer.title else None

    provider = FakeProvider('{"title": "A ghost of <PERSON_1>"}', ANSWER)
    reply = gateway(tmp_path, provider).ask(ask_for(problem=problem))
    assert reply.answer.title == "Printer offline"
    assert "names a ghost" in provider.asked[1][1].rules
    texts = ("<PERSON_1> says the printer on <HOSTNAME_1> is offline.",)
    assert seen == [("A ghost of <PERSON_1>", texts), ("Printer offline", texts)]


def test_an_answer_that_cannot_be_judged_is_not_believed(tmp_path, provider):
    def problem(_answer, _texts):
        raise IndexError(TEXT)

    reply = gateway(tmp_path, provider).ask(ask_for(problem=problem))
    assert (reply.state, provider.calls) == (State.FAILED, 2)
    assert "IndexError" in reply.reason
    assert "Bob" not in reply.reason


def test_a_kept_answer_is_judged_again(tmp_path):
    """The rules for answers may have become stricter since."""
    provider = FakeProvider('{"title": "A ghost"}', ANSWER)
    gateway(tmp_path, provider).ask(ask_for())
    strict = ask_for(problem=lambda answer, _texts: "no" if "ghost" in answer.title else None)
    assert gateway(tmp_path, provider).ask(strict).answer.title == "Printer offline"


def test_a_credential_in_an_answer_is_cut(tmp_path):
    provider = FakeProvider('{"title": "Set password: Hunter2secret!"}')
    reply = gateway(tmp_path, provider).ask(ask_for())
    assert reply.answer.title == "Set password: [SECRET]"
    stored = everything_stored(tmp_path)
    assert not any(b"Hunter2secret" in content for content in stored.values())


# Waiting


DOWN = ProviderDownError("openai: no answer")
SETUP = ProviderSetupError("openai: the key is refused")


@pytest.mark.parametrize("error", [DOWN, SETUP, RuntimeError(TEXT)], ids=["down", "setup", "bug"])
def test_what_a_provider_does_makes_a_question_wait(tmp_path, error):
    provider = FakeProvider(error, ANSWER)
    reply = gateway(tmp_path, provider).ask(ask_for())
    assert (reply.state, reply.usage.calls) == (State.WAITING, 1)
    assert "openai" in reply.reason
    assert "Bob" not in reply.reason
    assert gateway(tmp_path, provider).ask(ask_for()).state is State.ANSWERED


def test_a_refused_key_is_tried_once(tmp_path):
    provider = FakeProvider(SETUP)
    asker = gateway(tmp_path, provider)
    replies = [asker.ask(ask_for(f"text {number}")) for number in range(10)]
    assert provider.calls == 1
    assert {(reply.state, reply.reason) for reply in replies} == {(State.WAITING, str(SETUP))}
    assert asker.tally.waiting == {"setup": 10}


def test_a_model_that_does_not_exist_leaves_the_others_of_its_provider(tmp_path):
    provider = FakeProvider(ModelMissingError("no model m"), ANSWER)
    asker = gateway(tmp_path, provider)
    states = [asker.ask(ask_for(f"text {number}")).state for number in range(3)]
    assert (states, provider.calls) == ([State.WAITING] * 3, 1)
    assert asker.ask(ask_for("text", tier="general")).state is State.ANSWERED


def test_three_without_an_answer_are_enough(tmp_path):
    provider = FakeProvider(DOWN)
    asker = gateway(tmp_path, provider)
    replies = [asker.ask(ask_for(f"text {number}")) for number in range(10)]
    assert provider.calls == 3
    assert {reply.state for reply in replies} == {State.WAITING}


def test_a_provider_that_says_to_come_back_tomorrow_is_not_asked_again(tmp_path):
    provider = FakeProvider(ProviderDownError("the day is used up", retry_after_seconds=86_400))
    asker = gateway(tmp_path, provider)
    replies = [asker.ask(ask_for(f"text {number}")) for number in range(5)]
    assert provider.calls == 1
    assert {reply.reason for reply in replies} == {"the day is used up"}


def test_an_answer_between_begins_the_count_anew(tmp_path):
    provider = FakeProvider(DOWN, DOWN, ANSWER, DOWN, DOWN, ANSWER)
    asker = gateway(tmp_path, provider)
    states = [asker.ask(ask_for(f"text {number}")).state for number in range(7)]
    assert states.count(State.ANSWERED) == 3
    assert provider.calls == 7


def test_another_run_asks_a_provider_that_was_given_up(tmp_path):
    from sdc_core import log

    provider = FakeProvider(SETUP, ANSWER)
    asker = gateway(tmp_path, provider)
    with log.bound(run="first"):
        asker.ask(ask_for())
    with log.bound(run="second"):
        assert asker.ask(ask_for()).state is State.ANSWERED


def test_kept_answers_are_given_while_the_provider_is_down(tmp_path):
    gateway(tmp_path, FakeProvider()).ask(ask_for())
    asker = gateway(tmp_path, FakeProvider(SETUP))
    asker.ask(ask_for("another"))
    assert asker.ask(ask_for()).state is State.ANSWERED


def test_down_at_the_second_try_waits_and_is_no_failure(tmp_path):
    provider = FakeProvider("no", DOWN, ANSWER)
    assert gateway(tmp_path, provider).ask(ask_for()).state is State.WAITING
    assert gateway(tmp_path, provider).ask(ask_for()).state is State.ANSWERED


ANSWER_ERRORS = {"refused": 1, "cut": 2, "empty": 2, "invalid": 2, "unsafe": 2}


@pytest.mark.parametrize(("kind", "calls"), ANSWER_ERRORS.items())
def test_an_answer_that_cannot_be_used_fails(tmp_path, kind, calls):
    """A refusal is not asked twice: the second costs as much and says the same."""
    provider = FakeProvider(AnswerError("nothing to use", kind=kind, usage=USAGE))
    asker = gateway(tmp_path, provider)
    reply = asker.ask(ask_for())
    assert (reply.state, provider.calls) == (State.FAILED, calls)
    assert reply.usage.prompt_tokens == 100 * calls
    assert asker.tally.failed == {kind: 1}


def test_a_task_without_a_model_waits_and_says_what_to_set(tmp_path, provider):
    reply = gateway(tmp_path, provider).ask(ask_for(tier="complex"))
    assert (reply.state, provider.calls) == (State.WAITING, 0)
    assert "models.complex" in reply.reason


def test_a_task_that_is_done_here_is_asked_of_nobody(tmp_path, provider):
    reply = gateway(tmp_path, provider, active_provider="extractive").ask(ask_for())
    assert (reply.state, provider.calls) == (State.WAITING, 0)


def test_what_reaches_the_call_is_what_the_settings_say(tmp_path, provider):
    tasks = {"title": {"tier": "general", "parameters": {"max_tokens": 50, "extra": {"a": 1}}}}
    gateway(tmp_path, provider, tasks=tasks).ask(ask_for())
    route, _prompt = provider.asked[0]
    assert (route.model, route.tier) == ("m2", "general")
    assert route.parameters == {"temperature": 0.0, "max_tokens": 50, "a": 1}


# Counted and shown


def test_the_tally_counts_calls_hits_and_cost(tmp_path):
    usage = Usage(1, 1_000, 100, 200, 50)
    provider = FakeProvider(Completion(ANSWER, usage), "no")
    asker = gateway(tmp_path, provider)
    for question in (ask_for(), ask_for(), ask_for("bad"), ask_for("bad")):
        asker.ask(question)
    numbers = asker.tally.numbers()
    assert numbers["openai.m.calls"] == 3
    assert numbers["openai.m.cache_hits"] == 1
    assert numbers["openai.m.prompt_tokens"] == 1_200
    assert numbers["openai.m.cached_tokens"] == 200
    assert numbers["openai.m.thought_tokens"] == 50
    assert numbers["openai.m.cost_usd"] == pytest.approx(0.002 + 2 * 0.0002)
    assert asker.tally.failed == {"invalid": 1, "remembered": 1}
    assert asker.take_tally().numbers() == numbers
    assert asker.tally.numbers() == {}


def test_a_preview_shows_what_would_be_sent_and_sends_nothing(tmp_path, provider):
    asker = gateway(tmp_path, provider)
    preview = asker.preview(ask_for())
    assert provider.calls == 0
    assert "Write a title." in preview.rules
    assert "<PERSON_1> says the printer on <HOSTNAME_1> is offline." in preview.data
    assert (preview.is_redacted, preview.is_cached, preview.problem) == (True, False, "")
    assert preview.cost_usd >= preview.prompt_tokens * 1e-6 + 300 * 10e-6
    assert asker.preview(ask_for()) == preview


def test_a_preview_says_why_nothing_would_be_sent(tmp_path, provider):
    blocked = gateway(tmp_path, provider, redactor=BrokenRedactor).preview(ask_for())
    assert (blocked.data, blocked.problem) == ("", "no text can be made safe")
    spent = gateway(tmp_path, provider, budget={"run_calls": 0}).preview(ask_for())
    assert "run_calls" in spent.problem
    asker = gateway(tmp_path, provider, budget={"run_calls": 1})
    asker.ask(ask_for())
    assert (asker.preview(ask_for()).is_cached, asker.preview(ask_for()).problem) == (True, "")


# Secrets


SECRETS = {
    "said": f"His password is {CANARY} and the printer is offline.",
    "in a tuple": f"admin / {CANARY}",
    "in an address": f"see https://bob:{CANARY}@host.example/x",
}


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("is_here", [True, False], ids=["here", "elsewhere"])
def test_a_secret_is_nowhere_but_in_its_source(tmp_path, caplog, text, is_here):
    caplog.set_level("DEBUG")

    def echo(prompt):
        return json.dumps({"title": prompt.parts[0][1][:40]})

    for answer in (echo, "no", RuntimeError(text), DOWN):
        root = tmp_path / str(len(list(tmp_path.iterdir())))
        provider = FakeProvider(answer, is_on_this_machine=is_here)
        reply = gateway(root, provider).ask(ask_for(text))
        stored = everything_stored(root)
        assert CANARY not in provider.sent()
        assert CANARY not in repr(reply)
        assert [p.name for p, content in stored.items() if CANARY.encode() in content] == []
    assert CANARY not in caplog.text
