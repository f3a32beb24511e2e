"""Errors of the library as Dagster failures: the description is the error's own text."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from sdc_core.errors import SdcError, TransientApiError


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn an error that SDC raised on purpose into a failure without a traceback of ours.

    Raises:
        dagster.Failure: Retried by the asset's policy only where another try can help.
    """
    try:
        yield
    except SdcError as error:
        raise failure_of(error) from None


def failure_of(error: SdcError) -> dg.Failure:
    """The failure that says what the error says."""
    return dg.Failure(str(error), allow_retries=isinstance(error, TransientApiError))
