"""Fuzzing of the sources through their readers.

    python -m tests.fuzz SOURCE [--minutes 10] [--seed N] [--guided]

`mutate` breaks samples, `invent` makes inputs from scratch, `judge` says what is wrong with the
result, `shrink` makes the input small; what is found is kept under `findings/<source>/` and
replayed by `test_fuzz.py`.
"""
