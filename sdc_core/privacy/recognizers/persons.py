"""Names of people by lists, titles and the words around them; the model of names misses many.

A capitalised word is a name's if a list of first names holds it, or if the words around it are those
that people stand among: "spoke with X", "X called", "X's laptop", "Dr. X", "Thanks,\\nX".
"""

import re
from collections.abc import Iterator

from sdc_core.privacy.base import Span
from sdc_core.privacy.names.tables import TITLES
from sdc_core.privacy.recognizers.words import Word, words_of

LABEL = "PERSON"
_MOST_WORDS = 5
_BETWEEN = re.compile(r"[ \t]{1,2}|\.[ \t]?")
_SURE, _LIKELY = 0.85, 0.7
# Right before a name; a colon, comma or quote may stand between.
_BEFORE = re.compile(
    r"(?:\b(?:spoke (?:with|to)|talked (?:with|to)|speaking (?:with|to)|chatted with|"
    r"met with|worked with|working with|"
    r"called (?:by|for)?|call(?:s|ed)? from|call|phoned|emailed|e-mailed|texted|"
    r"messaged|told|asked|"
    r"contacted|helped|assisted|showed|trained|walked|advised|informed|notified|"
    r"reached(?: out to)?|"
    r"user|users|end user|contact|contacts|client contact|poc|attn\.?|attention|name|"
    r"full name|first name|last name|surname|maiden name|"
    r"name is|names? (?:was|are)|named|called|name's|i am|i'm|this is|"
    r"(?:maiden|last|first) name is|owner|manager|supervisor|boss|employee|new hire|"
    r"new employee|new user|new starter|starter|"
    r"receptionist|bookkeeper|secretary|assistant|colleague|coworker|co-worker|"
    r"technician|tech|dentist|doctor|hygienist|"
    r"attorney|lawyer|accountant|nurse|teacher|principal|director|intern|partner|"
    r"husband|wife|son|daughter|"
    r"brother|sister|mother|father|hi|hello|hey|dear|good morning|good afternoon|"
    r"thanks|thank you|thx|regards|cheers|sincerely|best|br|"
    r"voicemail from|message from|email from|mail from|request from|ticket from|note from|from|"
    r"reported by|requested by|approved by|submitted by|created by|assigned to|opened "
    r"by|signed by|signed|"
    r"closed by|escalated to|forwarded to|sent to|cc|per|said|says|by|customer|caller|"
    r"requestor|requester|reporter|"
    r"on behalf of|cover for|replaced by|reports to|mailbox (?:of|for)|account (?:of|"
    r"for)|laptop (?:of|for)|pc (?:of|for)|"
    r"computer (?:of|for)|password for|access for|profile (?:of|for)|onboard|offboard|"
    r"onboarding|offboarding|terminated?|termination|"
    r"add|added|remove|removed|disable|disabled|welcome|and|with|for|to|of|ask|see|"
    r"let|ping|wait for|waiting (?:for|on))"
    r"[ \t]{0,2}[:,;!-]{0,2}[\s\"'(\u201c]{1,3})$",
    re.IGNORECASE,
)
# Of these alone a word that no list holds is believed to be a name.
_STRONG = re.compile(
    r"(?:\b(?:spoke (?:with|to)|talked (?:with|to)|speaking (?:with|to)|chatted with|"
    r"met with|phoned|emailed|texted|"
    r"call(?:ed|s)? from|attn\.?|full name|first name|last name|surname|maiden name|"
    r"(?:maiden|last|first|my|his|her|full|whose) name is|"
    r"is named|was named|is called|was called|are called|called her|named (?:him|her)|user name is|"
    r"new hire|new employee|new starter|hi|hello|dear|voicemail from|reported by|"
    r"requested by|approved by|"
    r"assigned to|submitted by|on behalf of|contact person|poc|"
    r"receptionist|bookkeeper|hygienist|secretary|great grandmother was called|"
    r"(?:father|mother|wife|husband|son|daughter|brother|sister) is)"
    r"[ \t]{0,2}[:,-]?[\s\"'(\u201c]{1,2}|(?:^|\n)[>?* \t]{0,5}(?:name|contact|user|"
    r"from|caller|employee|attn|technician|tech|requester|owner|manager)[ \t]{0,2}:[ "
    r"\t]{1,8}|"
    r"\b(?:name|contact|caller|attn|requester|employee|customer name|last name\?|"
    r"name\?|account\? User)[ \t]{0,2}[:?][ \t]{1,8}|"
    r"(?:^|\n)(?:thanks|thank you|regards|best regards|kind regards|best|cheers|"
    r"sincerely|br|thx)[,.!]?[ \t]{0,3}\n{1,2}[ \t]{0,3}-{0,2})$",
    re.IGNORECASE,
)
# Right behind a name: what only people do or have.
_AFTER = re.compile(
    r"[,:]?[ \t]{1,2}(?:called|calls|calling|says|said|asked|asks|emailed|e-mailed|"
    r"mentioned|complained|complains|replied|"
    r"showed me|told|texted|phoned|rang|wants|wanted|wrote|writes|left (?:a )"
    r"?(?:voicemail|message|early|the company)|"
    r"walked|explained|is (?:on (?:vacation|leave|pto|site)|out|back|a new|the new|"
    r"off|very|coming|leaving|retiring|from)|"
    r"has (?:left|been with)|starts (?:on |next |mon|tue|wed|thu|fri|tomorrow|today)|"
    r"can(?:'t|not) (?:log|print|open|access|connect|send|get|sign)|"
    r"forgot|noticed|thinks|got (?:a|an) (?:new|phish|popup|error)|clicked|flew|"
    r"resigned|quit|was terminated|listed|points out|"
    r"began|spent|grew|lives|would like|approved|is (?:the )?(?:keynote|owner)|needs|"
    r"reports|reported|confirmed|listed)\b|"
    r"[ \t]?[<(][\w.+-]{1,64}@",
    re.IGNORECASE,
)
_WEAK_AFTER = re.compile(
    r"[,:]?[ \t]{1,2}(?:needs|reports|reported|confirmed|approved|is|has|was|listed)\b",
    re.IGNORECASE,
)
# What a person has: "Anna's laptop".
_OWNED = re.compile(
    r"['\u2019]s? (?:new |old |work |home |personal |outlook |email |company |office |"
    r"user |domain |windows |ad |m365 |o365 )?"
    r"(?:laptop|desktop|pc|computer|machine|workstation|phone|iphone|ipad|tablet|"
    r"mailbox|email|inbox|calendar|account|profile|"
    r"password|login|monitor|monitors|printer|keyboard|mouse|docking|dock|headset|"
    r"desk|office|files|folder|drive|onedrive|"
    r"outlook|vpn|user|extension|line|voicemail|license|licence|replacement|manager|"
    r"boss|wife|husband|daughter|son|mother|father|"
    r"kid|kids|house|home|cell|station|macbook|mac|signature|permissions|access|teams|"
    r"credentials|killers|address|request|ticket|issue)\b",
    re.IGNORECASE,
)
# Also what is written small behind these is a name.
_NAME_IS = re.compile(
    (
        r"(?:\b(?:my|her|his|full|last|first|maiden|whose) name is|\b(?:last|first|full|"
        r"maiden) name[:?]|account\? user:|\n[> ]{0,4}name:|^name:)[ \t]{1,3}$"
    ),
    re.IGNORECASE,
)
_TITLE = re.compile(rf"\b(?:{TITLES})\b\.?[ \t]{{1,2}}$")
_ASKED = re.compile(
    (
        r",[ \t](?:can|could|would|will|did|do|are|is|have|please|thanks|thank|just|i|we|"
        r"you|your|the)\b|:[ \t]?[\"\u201c]"
    ),
    re.IGNORECASE,
)
_REACH = 60


class PersonRecognizer:
    """Names by what stands in lists and by what stands around them."""

    def find(self, text: str) -> Iterator[Span]:
        """In the order of the text."""
        words = words_of(text)
        place = 0
        while place < len(words):
            run = _run(words, place, text)
            count, score = _judge(run, text)
            if count:
                yield Span(run[0].start, run[count - 1].end, LABEL, score)
            place += max(count, 1)


def _run(words: list[Word], place: int, text: str) -> list[Word]:
    """The words from `place` on that could be one name: capitals, initials, particles."""
    run = [words[place]]
    for word in words[place + 1 : place + _MOST_WORDS]:
        last = run[-1]
        joint = text[last.end : word.start]
        if last.is_possessive or not _BETWEEN.fullmatch(joint):
            break
        if "." in joint and not (last.is_initial or last.key in {"st", "jr"}):
            break
        run.append(word)
    return run


def _judge(run: list[Word], text: str) -> tuple[int, float]:
    first = run[0]
    if not first.is_capital:
        return _lower_case(run, text)
    before = text[max(0, first.start - _REACH) : first.start]
    if _TITLE.search(before):
        return _length(run, text, believes=True), _SURE
    if first.is_first_name:
        return _length(run, text, believes=not _is_sentence(run)), _SURE
    if first.is_other and not first.may_be_first_name:
        return 0, 0.0
    count = _length(run, text, believes=False)
    if _is_full_name(run, count) or _has_surname(run, text) or _has_middle_initial(run):
        return max(count, _length(run, text, believes=True)), _SURE
    return _by_surroundings(run, text, before, count)


def _by_surroundings(run: list[Word], text: str, before: str, count: int) -> tuple[int, float]:
    first = run[0]
    whole = _length(run, text, believes=True)
    is_listed = first.may_be_first_name or (first.is_surname and not first.is_other)
    if _STRONG.search(before) and (first.may_be_name or is_listed):
        return max(whole, 1), _LIKELY
    if is_listed and _BEFORE.search(before) and not _is_word_here(run):
        return count or 1, _LIKELY
    end = run[max(whole, 1) - 1].end
    if not (first.may_be_name or is_listed):
        return 0, 0.0
    if _OWNED.match(text, end) or (_AFTER.match(text, end) and not _WEAK_AFTER.match(text, end)):
        return max(whole, 1), _LIKELY
    if first.may_be_name and _is_asked(first, text):
        return 1, _LIKELY
    if is_listed and (_AFTER.match(text, end) or run[0].is_possessive):
        return max(whole, 1), _LIKELY
    return 0, 0.0


def _has_middle_initial(run: list[Word]) -> bool:
    """Such as "Ravil G Yefimov": a shape that nothing else has."""
    return (
        len(run) > 2
        and run[0].may_be_name
        and run[1].is_initial
        and run[2].may_be_name
        and not run[0].text.isupper()
        and not run[2].text.isupper()
    )


def _is_word_here(run: list[Word]) -> bool:
    """Such as "for March" or "to Mark as read"."""
    first = run[0]
    return first.is_other and first.key in {
        "may",
        "march",
        "april",
        "june",
        "august",
        "will",
        "main",
        "can",
        "page",
        "key",
        "long",
    }


def _is_asked(word: Word, text: str) -> bool:
    """Spoken to at the start of a line ("Lena, can you ...") or speaking ("Lena: \"hi\"")."""
    before = text[max(0, word.start - 8) : word.start]
    is_start = len(before) < 8 or "\n" in before  # noqa: PLR2004
    is_start = is_start and not before.rpartition("\n")[2].strip(" \t>*-\"'")
    return is_start and _ASKED.match(text, word.end) is not None


def _is_sentence(run: list[Word]) -> bool:
    return len(run) > 1 and run[1].is_other


def _is_full_name(run: list[Word], count: int) -> bool:
    if count < 2:
        return False
    last = run[count - 1]
    if run[0].may_be_first_name:
        return last.is_surname or not last.is_other
    return last.is_plain_surname and not last.is_other and run[0].may_be_name


def _has_surname(run: list[Word], text: str) -> bool:
    """An unknown word and a surname that is nothing else: "Imani Okafor"."""
    whole = _length(run, text, believes=True)
    return (
        whole == 2 and run[0].may_be_name and run[1].is_plain_surname and not run[0].text.isupper()
    )  # noqa: PLR2004


def _length(run: list[Word], text: str, *, believes: bool) -> int:
    """How many words of the run are of the name.

    Args:
        run: Words that follow each other.
        text: They stand in it.
        believes: Whether capitalised words that no list holds are taken as surnames.
    """
    count = 0
    for place, word in enumerate(run):
        if word.is_particle and not word.is_capital:
            if place + 1 < len(run) and run[place + 1].may_be_name:
                continue
            break
        if not (_is_part(word, place, believes=believes)):
            break
        count = place + 1
    if (
        count
        and run[count - 1].is_initial
        and count > 1
        and not text[run[count - 1].end :].startswith(".")
    ):
        return count - 1 if run[count - 1].text in "IA" else count
    return count


def _is_part(word: Word, place: int, *, believes: bool) -> bool:
    if not word.is_capital:
        return False
    if word.is_initial:
        return place > 0
    if word.key in {"jr", "sr", "ii", "iii", "iv", "md", "phd", "dds", "esq", "cpa", "dmd"}:
        return place > 0
    if word.may_be_first_name or word.is_surname:
        return True
    return word.may_be_name and (believes or place > 0)


def _lower_case(run: list[Word], text: str) -> tuple[int, float]:
    """Both names known, or a known first name where only people stand."""
    first = run[0]
    if not first.is_first_name:
        is_said = not first.is_other and len(first.key) > 2 and not first.is_surname
        before = text[max(0, first.start - _REACH) : first.start]
        is_named = is_said and _NAME_IS.search(before) is not None
        if first.is_surname and _NAME_IS.search(before):
            is_named = True
        if is_named:
            rest = 1 + sum(1 for word in run[1:2] if not word.is_other and not word.is_possessive)
            return rest, _LIKELY
        return 0, 0.0
    if len(run) > 1 and run[1].is_surname and not run[1].is_other and not run[1].is_capital:
        return 2, _LIKELY
    if first.is_other:
        return 0, 0.0
    return 1, _LIKELY
