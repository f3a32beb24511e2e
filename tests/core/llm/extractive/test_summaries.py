"""Summaries tell the problem and what was done; what helps nobody stays out."""

from sdc_core.llm.extractive.generator import ExtractiveGenerator
from tests.core.llm.extractive.sessions import talk

WRITE = ExtractiveGenerator().write


def test_problem_comes_before_work():
    said = WRITE(talk("Replaced the fuser.", "The copier jams on every page."))
    assert said.summary == "The copier jams on every page. Replaced the fuser."


def test_a_short_act_brings_what_was_found():
    said = WRITE(
        talk("The lobby screen stays black.", "Power saving of the TV was on at noon. Turned off.")
    )
    assert said.summary == (
        "The lobby screen stays black. Power saving of the TV was on at noon. Turned off."
    )


def test_without_an_act_what_was_found_stands():
    said = WRITE(talk("The nurse station has no sound.", "speaker jack was half out of its socket"))
    assert (
        said.summary == "The nurse station has no sound. Speaker jack was half out of its socket."
    )


def test_what_was_taken_back_is_not_told():
    said = WRITE(
        talk(
            "The printer upstairs is out of toner.",
            "Never mind the printer. The intranet asks everybody to log in on every page.",
            "Fixed the cookie domain in the proxy.",
        )
    )
    assert said.title == "The intranet asks everybody to log in on every page"
    assert "printer" not in said.summary


def test_what_is_still_to_do_is_never_the_title():
    note = talk("Scanner drops off the network at night.", title="Elm Street")
    to_do = talk("still to do: replace the broken switch", kind="TicketToDo").segments[0]
    note.segments.insert(0, to_do)
    assert WRITE(note).title == "Scanner drops off the network at night"


def test_work_in_vain_loses_to_work_that_helped():
    said = WRITE(
        talk("Calls drop after ten seconds.", "Swapped the cable, no change.",
             "Moved the phone to another port.")
    )  # fmt: skip
    assert said.summary == "Calls drop after ten seconds. Moved the phone to another port."


def test_what_helped_is_told_and_not_a_question_put_to_somebody():
    said = WRITE(
        talk("Monitoring warns about drive D of the server.",
             "Asked Opal which of the old project folders of the archive may go.",
             "Grew the virtual disk by 100 GB, the warning is cleared.")
    )  # fmt: skip
    assert said.summary.endswith("Grew the virtual disk by 100 GB, the warning is cleared.")


def test_what_is_to_do_is_no_problem_sentence():
    note = talk("The projector fell asleep.", "Set it to never sleep.")
    note.segments += talk("Write down the new broken settings.", kind="TicketToDo").segments
    assert WRITE(note).summary == "The projector fell asleep. Set it to never sleep."


def test_a_long_sentence_keeps_its_first_clauses_and_no_joke():
    said = WRITE(
        talk("The interactive board in room six shows everything upside down since the holidays, "
             "which the children find hilarious and the teacher rather less so.")
    )  # fmt: skip
    assert said.summary.startswith("The interactive board in room six shows everything upside down")
    assert "hilarious" not in said.summary


def test_no_fault_found_is_the_last_word():
    said = WRITE(talk("Guest complains that the wifi is slow.", "Walked with the laptop.",
                      "No fault found; wifi measured good in the whole room."))  # fmt: skip
    assert said.summary.endswith("No fault found; wifi measured good in the whole room.")
