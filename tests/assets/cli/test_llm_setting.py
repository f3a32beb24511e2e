"""A setting that does nothing is said, where a person looks."""

ON = "SDC_LINKING__LLM_ENABLED"
SAID = "linking.llm_enabled has no effect, there is no language model to ask"


def test_doctor_and_run_say_that_no_model_is_asked(ran, monkeypatch):
    assert SAID not in ran.sdc("doctor").stdout
    monkeypatch.setenv(ON, "true")
    assert f"WARN  linking        {SAID}" in ran.sdc("doctor").stdout
    assert SAID in "\n".join(ran.json("run")["warnings"])
    assert SAID not in "\n".join(ran.json("run")["warnings"])  # nothing was linked
