"""Every value that a query names, with its kind."""

from collections.abc import Iterator

from sdc_core.linking.base import LinkQuery
from sdc_core.linking.evidence.listed import is_generic, values_of_name
from sdc_core.linking.evidence.machines import machine_stems, machines_in, values_of_stem
from sdc_core.linking.evidence.mails import domain_of, is_at, label_of, mails_in, without_mails
from sdc_core.linking.evidence.mentions import MentionIndex
from sdc_core.linking.evidence.people import full_name, login_of, only_first_name, split_login
from sdc_core.linking.evidence.phones import phone_of, phones_in

Value = tuple[str, str]


class QueryReader:
    """Reads values out of queries; knows the names to look for, and whose mail says nothing."""

    def __init__(self, mentions: MentionIndex, own_domains: frozenset[str], region: str) -> None:
        self._mentions = mentions
        self._own = own_domains
        self._region = region

    def values(self, query: LinkQuery) -> Iterator[Value]:
        """The kind and value of each; some may come more than once."""
        for text in (*query.emails, *query.users, query.contact or "", query.text):
            yield from self._of_mails(text)
        for phone in query.phones:
            number = phone_of(phone, self._region)
            if number:
                yield "phone", number
        for machine in query.machines:
            yield from _of_machine(machine)
        for user in query.users:
            yield from _of_user(user)
        if query.contact and "@" not in query.contact:
            yield from _of_contact(query.contact)
        if query.text:
            yield from self._of_text(without_mails(query.text))

    def _of_mails(self, text: str) -> Iterator[Value]:
        for mail in mails_in(text):
            if is_at(mail, self._own):
                continue
            yield "mail", mail
            domain, label = domain_of(mail), label_of(mail)
            if domain:
                yield "mail_domain", domain
            if label:
                yield "domain_like_name", label

    def _of_text(self, text: str) -> Iterator[Value]:
        yield from (("phone", number) for number in phones_in(text, self._region))
        for machine in machines_in(text):
            yield from _of_machine(machine)
        yield from self._mentions.find(text)


def told_by_company(company: str | None) -> frozenset[Value]:
    """What the company text itself gives its machines, domains and mentions.

    A machine called after the text repeats it. Beside one, customers were the right ones just as
    often as their names made likely (`msp_synth`: 147 of 748, expected 143).
    """
    return frozenset() if is_generic(company) else frozenset(values_of_name(company or ""))


def _of_machine(machine: str) -> Iterator[Value]:
    for stem in machine_stems(machine):
        yield from values_of_stem(stem)


def _of_user(user: str) -> Iterator[Value]:
    domain, account = split_login(user)
    yield from _of_machine(domain)  # named after the company by the same habits
    login = login_of(account.partition("@")[0])
    if login:
        yield "login", login
    first = only_first_name(account)
    if first:
        yield "contact_first_name", first


def _of_contact(contact: str) -> Iterator[Value]:
    full, first = full_name(contact), only_first_name(contact)
    if full:
        yield "contact_name", full
    elif first:
        yield "contact_first_name", first
