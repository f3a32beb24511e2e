"""The pictures of README.md, taken from the web UI over a demo world.

`python -m tests.assets.browser.pictures` makes the world in a temporary folder, runs everything,
and writes `docs/images/`. Only the path of that folder is shown as a person's would be, `data/demo`.
Look at them before they are committed.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser

from sdc_assets.cli import main as sdc
from sdc_assets.instance import prepare_home
from sdc_core.settings import load_settings
from tests.assets.browser.pages import Watched, chromium, drawn_assets, open_graph
from tests.assets.browser.services import Ui, web_server

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
WORLD = ("--sessions", "400", "--months", "6", "--seed", "7")
MOST_BYTES = 300_000
ASSETS = 12
MARGIN = 24
FACETS = ["checks", "partitions", "status"]  # what stays true tomorrow: no "16 minutes ago"
DRAWN_AFTER_MS = 1500
# Asset: a piece of metadata that its page shows, and the picture of it.
ASSET_PAGES = {
    "session_insights": ("link_methods", "asset-page.png"),
    "linked_sessions": ("link_scores", "links-page.png"),
}
_SHOWN_PATH = """([root, shown]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(root, shown);
  }
}"""


def main() -> int:
    """Take all pictures; 1 where a page had a problem or a picture is too large."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=IMAGES)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sdc-") as folder:
        root = Path(folder) / "demo"
        environment = _demo(root)
        with web_server(environment, Path(folder)) as ui, chromium() as browser:
            problems = _graph(browser, ui, out)
            for asset, (metadata, picture) in ASSET_PAGES.items():
                problems += _asset(browser, ui, root, asset, metadata, out / picture)
    problems += [
        f"{path.name}: {path.stat().st_size} bytes, at most {MOST_BYTES}"
        for path in out.glob("*.png")
        if path.stat().st_size > MOST_BYTES
    ]
    print("\n".join(problems) or f"pictures in {out}; look at them")
    return 1 if problems else 0


def _demo(root: Path) -> dict[str, str]:
    done = CliRunner().invoke(sdc, ["demo", "--root", str(root), *WORLD])
    assert done.exit_code == 0, done.output
    config = root / "config.json"
    return {
        "SDC_CONFIG": str(config),
        "DAGSTER_HOME": str(prepare_home(load_settings(config, {}))),
    }


def _graph(browser: Browser, ui: Ui, out: Path) -> list[str]:
    """The whole graph, cropped to it."""
    watched = _page(browser, ui, width=2600, height=1900)
    page = open_graph(watched)
    drawn_assets(page, ASSETS)
    page.wait_for_timeout(DRAWN_AFTER_MS)
    drawing = page.locator("foreignObject")
    boxes = [box for box in (node.bounding_box() for node in drawing.all()) if box]
    left, top = min(b["x"] for b in boxes) - MARGIN, min(b["y"] for b in boxes) - MARGIN
    right = max(b["x"] + b["width"] for b in boxes) + MARGIN
    bottom = max(b["y"] + b["height"] for b in boxes) + MARGIN
    page.screenshot(
        path=out / "asset-graph.png",
        clip={"x": left, "y": top, "width": right - left, "height": bottom - top},
    )
    return _close(watched)


def _asset(
    browser: Browser, ui: Ui, root: Path, asset: str, metadata: str, picture: Path
) -> list[str]:
    """One month of an asset, as soon as it shows this piece of its metadata."""
    watched = _page(browser, ui, width=1500, height=1130)
    page = watched.open(f"/assets/{asset}")
    page.get_by_text(metadata).wait_for()
    page.wait_for_timeout(DRAWN_AFTER_MS)
    page.evaluate(_SHOWN_PATH, [str(root), "data/demo"])
    page.screenshot(path=picture)
    return _close(watched)


def _page(browser: Browser, ui: Ui, *, width: int, height: int) -> Watched:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(
        f"localStorage.setItem('asset-node-facets', {json.dumps(json.dumps(FACETS))});"
        "localStorage.setItem('dagster-nav-collapsed', 'true');"
    )
    return Watched(context.new_page(), ui.url)


def _close(watched: Watched) -> list[str]:
    watched.settle()
    problems = list(watched.problems)
    watched.page.context.close()
    return problems


if __name__ == "__main__":
    sys.exit(main())
