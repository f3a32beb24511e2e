"""The checks of `sdc doctor` that ask a remote API."""

from collections.abc import Iterator

from sdc_assets.cli.findings import Finding, State
from sdc_core.errors import ApiError, MissingKeyError, SettingsError
from sdc_core.settings import Settings
from sdc_core.times import now_utc

GET_REPORT = "GetReport"


def syncro(settings: Settings) -> Iterator[Finding]:
    """Each endpoint in use, by the permission that it needs."""
    from sdc_core.syncro.client import open_client

    if settings.syncro_api.url() is None:
        advice = "set syncro_api.subdomain; without it tickets and customers come from files only"
        yield Finding(State.WARN, "Syncro API", "no account is configured", advice)
        return
    try:
        with open_client(settings) as client:
            probes = client.probe()
    except ApiError as error:
        advice = "put SYNCRO_API_KEY into the environment or into .env beside the settings"
        yield Finding(State.FAIL, "Syncro API", str(error), advice)
        return
    for probe in probes:
        if probe.is_ok:
            yield Finding(State.OK, "Syncro API", probe.endpoint)
        else:
            advice = f"tick {probe.permission!r} for the key" if probe.permission else ""
            yield Finding(State.FAIL, "Syncro API", probe.problem or probe.endpoint, advice)


def screenconnect(settings: Settings) -> Iterator[Finding]:
    """GetReport, where it is configured: files are as good, so nothing is said where it is not."""
    api = settings.screenconnect.api
    if api.base_url is None and api.extension_id is None:
        return
    if api.url() is None:
        missing = "base_url" if api.base_url is None else "extension_id"
        text = f"screenconnect.api.{missing} is missing: files are read, the server is not asked"
        advice = f"set screenconnect.api.{missing}, or take the other one out"
        yield Finding(State.WARN, GET_REPORT, text, advice)
        return
    yield from _get_report(settings)


def _get_report(settings: Settings) -> Iterator[Finding]:
    from sdc_core.screenconnect.client import open_client

    try:
        with open_client(settings) as client:
            probe = client.probe(now_utc())
    except MissingKeyError as error:
        advice = "put SCREENCONNECT_API_KEY into the environment or into .env beside the settings"
        yield Finding(State.FAIL, GET_REPORT, str(error), advice)
        return
    except (ApiError, SettingsError) as error:
        advice = "until it is mended, save the report as CSV and put it into the input folder"
        yield Finding(State.FAIL, GET_REPORT, str(error), advice)
        return
    yield Finding(State.OK, GET_REPORT, f"the key is accepted; {probe.rows:,} rows of a day")
    if probe.missing:
        text = f"the server has no field {', '.join(map(repr, probe.missing))}"
        advice = "take them out of screenconnect.api.fields, or correct how they are written"
        yield Finding(State.FAIL, GET_REPORT, text, advice)
