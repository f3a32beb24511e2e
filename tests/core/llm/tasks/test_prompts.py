"""Prompt files: versioned, one for each task, without a text of a Session."""

import re

import pytest

from sdc_core.llm.tasks import TASKS
from sdc_core.llm.tasks.prompt_files import prompt_file
from sdc_core.llm_sections import TASK_NAMES
from tests.core.llm.extractive.sessions import read_case, session_of
from tests.core.llm.tasks.goldens import NAMES, SESSIONS, rules_path, shown, shown_path


def test_every_task_of_the_settings_has_its_prompt_file():
    assert sorted(TASK_NAMES) == NAMES


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_step_and_prompt_file_of_a_task_bear_its_name(task):
    """`processing_log`, `sdc process --step` and the settings speak of one thing."""
    assert task.step == f"llm_{task.name}"
    prompts = [task.prompt(session_of(read_case(case))) for case in SESSIONS]
    asked = {prompt.version for prompt in prompts if prompt}
    assert asked == {prompt_file(task.name).label}


@pytest.mark.parametrize("name", NAMES)
def test_rules_change_with_their_version_only(name):
    golden = rules_path(name)
    assert golden.exists(), "a new version: `python -m tests.core.llm.tasks.goldens` keeps it"
    assert golden.read_text(encoding="utf-8") == prompt_file(name).rules + "\n", (
        "the rules changed: raise the version in the first line of the prompt file"
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_label_names_file_and_version(name):
    assert re.fullmatch(rf"{name}-[1-9]\d*", prompt_file(name).label)
    assert not prompt_file(name).rules.startswith("version")


@pytest.mark.parametrize("case", SESSIONS)
def test_what_is_shown_of_a_session(case):
    assert shown(case) == shown_path(case).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", SESSIONS)
def test_the_same_session_is_asked_in_the_same_words(case):
    one, other = session_of(read_case(case)), session_of(read_case(case))
    for task in TASKS:
        assert task.prompt(one) == task.prompt(other)


def test_a_session_in_which_nobody_wrote_is_not_asked_about():
    session = session_of(read_case("remote_only"))
    assert [task.prompt(session) for task in TASKS] == [None] * len(TASKS)
