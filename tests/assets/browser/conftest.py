"""One data root, its Dagster services and one Chromium for the tests of this folder."""

import os
import shutil

import pytest

from tests.assets.browser.pages import Watched, chromium
from tests.assets.browser.place import make_place
from tests.assets.browser.services import daemon, web_server

VIEW = {"width": 1600, "height": 1300}


@pytest.fixture(scope="session")
def _has_chromium():
    if shutil.which("chromium"):
        return
    reason = "needs Debian's Chromium (.ci/run installs it: apt-get install chromium)"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="session")
def place(tmp_path_factory, _has_chromium):
    return make_place(tmp_path_factory.mktemp("ui") / "data")


@pytest.fixture(scope="session")
def ui(place, tmp_path_factory):
    """The web server; the daemon starts runs, and nothing but a click asks for one."""
    logs = tmp_path_factory.mktemp("logs")
    with web_server(place.environment, logs) as server:
        server.stop_instigators()
        with daemon(place.environment, logs):
            yield server


@pytest.fixture(scope="session")
def browser(_has_chromium):
    with chromium() as started:
        yield started


@pytest.fixture
def watched(browser, ui):
    context = browser.new_context(viewport=VIEW)
    yield Watched(context.new_page(), ui.url)
    context.close()
