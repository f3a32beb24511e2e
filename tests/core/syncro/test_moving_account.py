"""No ticket, comment or timer is lost or doubled while the account changes and the server fails.

More seeds, outside the suite:

    python -m tests.core.syncro.test_moving_account 2000
"""

import logging
import sys
import tempfile
from pathlib import Path

import pytest

from tests.core.syncro.moving import MovingAccount

SEEDS = 200
SEEDS_PER_TEST = 10


def play(folder, seed, monkeypatch):
    account = MovingAccount(folder, seed, monkeypatch)
    whole = [account.crawl() for _ in range(2 + seed % 2)]
    account.settle()
    for held, truth in zip(account.held(), account.truth(), strict=True):
        assert held == truth, f"seed {seed}"
    return whole


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS_PER_TEST))
def test_after_a_quiet_crawl_the_store_is_what_the_account_is(tmp_path, monkeypatch, first):
    for seed in range(first, first + SEEDS_PER_TEST):
        play(tmp_path / str(seed), seed, monkeypatch)


def main(seeds: int) -> None:
    logging.disable(logging.CRITICAL)
    failed = 0
    for seed in range(seeds):
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
            failed += play(Path(folder), seed, patch).count(False)
    sys.stdout.write(f"{seeds} accounts, nothing lost or doubled; {failed} crawls failed\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
