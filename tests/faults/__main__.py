"""The long form of the kill tests: python -m tests.faults --seeds 1000."""

import sys

from tests.faults.kill import main

if __name__ == "__main__":
    sys.exit(main())
