"""The sentences of the evidence record, for a person."""

import re
from collections.abc import Iterable, Sequence

from sdc_core.linking.base import Hit
from sdc_core.linking.cascade.decide import Ranking, Rule, Standing, rival_points
from sdc_core.linking.cascade.steps import CompanyText

_LETTERS = re.compile(r"_\d+$")

# By kind, without the number of letters that some of them end in.
KIND_WORDS = {
    "mail": "mail address",
    "mail_domain": "mail domain",
    "domain_like_name": "mail domain like the name",
    "phone": "phone number",
    "contact_name": "name of the contact",
    "contact_mentioned": "contact named in the text",
    "contact_first_name": "first name of a contact",
    "login": "login",
    "machine_prefix": "start of the machine name",
    "machine_word": "word in the machine name",
    "machine_initials": "initials in the machine name",
    "customer_mentioned": "customer named in the text",
}


def closest(company: CompanyText, best: Standing) -> str:
    """What the text and the evidence come closest to."""
    evidence = signs(best.hits)
    if best.listed is None:
        where = f"'{best.name}' ({best.score:.0f})"
        return f"{_given(company)}, but the evidence ({evidence}) points to {where}"
    near = f"'{company.text}' is closest to '{best.name}' ({best.score:.0f})"
    return f"{near}, and the evidence ({evidence}) agrees" if evidence else near


def exactly(company: CompanyText, name: str) -> str:
    """A text that is a customer's name."""
    if company.text == name:
        return f"'{name}' is the name of one customer alone"
    return f"'{company.text}' is '{name}' but for case, punctuation or legal form"


def shared_name(company: CompanyText, best: Standing, owners: int) -> str:
    """A name of several customers with nothing else to tell them apart."""
    if best.name == company.text:
        return f"{owners} customers carry the name '{best.name}'"
    return f"{owners} customers carry the name '{best.name}', which is closest to '{company.text}'"


def clear(company: CompanyText, ranking: Ranking) -> str:
    """Why the best candidate is linked."""
    best, *others = ranking.standings
    evidence, same = signs(best.hits), [other for other in others if _are_alike(best, other)]
    if same and evidence:
        name = f"{len(same) + 1} customers carry the name '{best.name}'"
        return f"{name}, and the evidence ({evidence}) points to {best.customer_id}"
    ahead = f"ahead of '{others[0].name}' ({others[0].score:.0f})" if others else "no other is near"
    if best.listed is None:
        return f"{closest(company, best)}, {ahead}"
    near = f"'{company.text}' is closest to '{best.name}' ({best.score:.0f}), {ahead}"
    return f"{near}, and the evidence ({evidence}) agrees" if evidence else near


def doubts(ranking: Ranking, rule: Rule) -> list[str]:
    """Why the best candidate is not linked."""
    best, found = ranking.standings[0], []
    if best.score < rule.threshold:
        found.append(f"below the threshold of {rule.threshold:g}")
    for rival in ranking.standings[1:2]:
        alone = rival_points(best, rival, rule)
        if rule.points(best.log_odds) - alone < rule.margin:
            near = f"'{rival.name}' ({alone:.0f} by itself)"
            found.append(f"{near} is within the margin of {rule.margin:g}")
    return found


def nobody(company: CompanyText, *, is_list_empty: bool) -> str:
    """A text for which there is no candidate at all."""
    if company.names_nobody:
        return f"{company.absence}, and nothing else points to a customer"
    if is_list_empty:
        return f"no customer in the list to compare '{company.text}' with"
    return f"nothing is close to '{company.text}'"


def too_far(company: CompanyText, best: Standing) -> str:
    """A text whose best candidate is not close."""
    what = company.absence if company.names_nobody else f"nothing is close to '{company.text}'"
    return f"{what}; the closest is '{best.name}' ({best.score:.0f})"


def signs(hits: Iterable[Hit]) -> str:
    """The kinds of evidence, as a list in words."""
    return _listed(list(dict.fromkeys(KIND_WORDS[_LETTERS.sub("", hit.kind)] for hit in hits)))


def _are_alike(one: Standing, other: Standing) -> bool:
    return one.name == other.name and bool(one.listed and other.listed)


def _given(company: CompanyText) -> str:
    return company.absence if company.names_nobody else f"'{company.text}' is no customer's name"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
