"""Evidence beyond the name: building the index, and queries of several kinds, against one loop.

`python -m tests.benchmarks.bench_hits [CUSTOMERS]`; ratios are to the casefolding of as many texts.
"""

import sys
from time import process_time

from sdc_core.linking.base import Contact, Customer, LinkQuery
from sdc_core.linking.evidence.hits import HitIndex
from sdc_core.settings import Settings

FIRST = ("Marta", "Jonah", "Petra", "Oskar", "Lena", "Amir", "Wanda")
TRADES = ("Dental", "Title", "Bakery", "Plumbing", "Roofing", "Optical", "Legal")
QUERIES = 20_000


def customer(number):
    word = "".join(chr(97 + number // 26**place % 26) for place in range(4)) + "haven"
    contacts = tuple(
        Contact(
            id=number * 3 + n,
            name=f"{FIRST[(number + n) % 7]} {word[n:].title()}",
            email=f"{FIRST[n].lower()}@{word}.com",
            phone=f"({200 + number % 700}) 555-{number * 3 + n:04d}"[:14],
        )
        for n in range(3)
    )
    return Customer(
        id=number,
        name=f"{word.title()} {TRADES[number % 7]} LLC",
        phones=(f"{200 + number % 700}-556-{number % 10_000:04d}",),
        websites=(f"https://www.{word}.com",),
        contacts=contacts,
    )


def queries(customers):
    for number in range(QUERIES):
        one = customers[number * 7919 % len(customers)]
        word = (one.name or "").split()[0]
        contact = one.contacts[number % 3]
        yield (
            LinkQuery("ScreenConnect", machines=(f"{word[:8].upper()}-PC01",), users=("User",)),
            LinkQuery("NotesJSON", contact=contact.name, text="Printer offline at front desk."),
            LinkQuery(
                "NotesJSON", text=f"Outlook asks again. From: {contact.email}, {one.phones[0]}"
            ),
            LinkQuery(
                "SillyTavern", text=f"worked for {one.name}, spoke with {contact.name}. " * 4
            ),
        )[number % 4]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    customers = [customer(number) for number in range(1, count + 1)]
    first = LinkQuery("NotesJSON", text="x")  # the index is made when it is first asked
    HitIndex(customers[:10], Settings()).hits(first)  # nor imports nor the suffix list are measured
    started = process_time()
    index = HitIndex(customers, Settings())
    index.hits(first)
    built = process_time()
    asked = list(queries(customers))
    before = process_time()
    found = sum(bool(index.hits(query)) for query in asked)
    linked = process_time()
    for query in asked:
        f"{query.contact} {query.machines} {query.text}".casefold().split()
    plain = process_time() - linked
    rate = QUERIES / (linked - before)
    print(f"{count} customers: built in {built - started:.2f} s")
    print(f"{rate:,.0f} queries/s, {found / QUERIES:.0%} with evidence")
    print(f"{(linked - before) / plain:.1f} times the casefolding of the same texts")


if __name__ == "__main__":
    main()
