"""Pages of the web UI in Debian's Chromium, and everything that went wrong on them."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
EXPAND_ALL = "Alt+e"  # Dagster's own shortcut on the lineage page
CANCELLED = "net::ERR_ABORTED"
_PAUSE_MS = 250
_PATIENCE = 120  # pauses: half a minute

# Assets and groups alike are foreignObjects of the drawing; an asset belongs to the group box that
# its middle lies in.
_DRAWN = """() => {
  const drawn = [...document.querySelectorAll('foreignObject')].map(node => {
    const box = node.getBoundingClientRect();
    const text = node.innerText === undefined ? node.textContent : node.innerText;
    return {box, text: (node.textContent || '').trim(), isGroup: node.classList.contains('group')};
  });
  const groups = drawn.filter(d => d.isGroup);
  const assets = drawn.filter(d => d.text && !d.isGroup);
  return assets.map(({box, text}) => {
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    const group = groups.find(({box: g}) =>
      g.x <= x && x <= g.right && g.y <= y && y <= g.bottom);
    return [group ? group.text : '', text];
  });
}"""


@dataclass
class Watched:
    """A page with the problems it met: nothing is forgiven but what we cut off ourselves.

    The UI polls. What is under way when `open` leaves a page is cancelled by the browser, which is
    no problem of the page.
    """

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)
    is_leaving: bool = False
    left_behind: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        page, note = self.page, self.problems.append
        page.on("console", lambda m: note(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: note(f"page error: {error}"))
        page.on("response", lambda r: note(f"{r.status}: {r.url}") if r.status >= 400 else None)
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._fail)
        page.on("websocket", lambda socket: self._note_host(socket.url))

    def open(self, path: str) -> Page:
        """Go to a page of the UI, once what is under way has ended."""
        self.settle()
        self.is_leaving = True
        self.page.goto(self.url + path, wait_until="commit")
        self.is_leaving = False
        self.left_behind |= self.under_way
        self.page.wait_for_load_state()
        return self.page

    def settle(self) -> None:
        """Wait until no request is under way; one that never ends is a problem of its own."""
        for _ in range(_PATIENCE):
            if not self.under_way:
                return
            self.page.wait_for_timeout(_PAUSE_MS)
        self.problems.extend(f"never ended: {request.url}" for request in self.under_way)

    def _begin(self, request: Request) -> None:
        self.under_way.add(request)
        self._note_host(request.url)

    def _end(self, request: Request) -> None:
        self.under_way.discard(request)

    def _fail(self, request: Request) -> None:
        self._end(request)
        is_cut_off = self.is_leaving or request in self.left_behind
        if not (is_cut_off and request.failure == CANCELLED):
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _note_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.problems.append(f"outside: {url}")

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), headless=True, args=FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


def open_graph(watched: Watched) -> Page:
    """The lineage of all assets, every group open."""
    page = watched.open("/asset-groups")
    page.locator("foreignObject.group").first.wait_for()
    page.keyboard.press(EXPAND_ALL)
    return page


def drawn_assets(page: Page, expected: int) -> set[tuple[str, str]]:
    """(group, label) of every asset in view, once that many are drawn or it took too long."""
    for _ in range(_PATIENCE):
        found = {(group, label) for group, label in page.evaluate(_DRAWN)}
        if len(found) >= expected:
            break
        page.wait_for_timeout(_PAUSE_MS)
    return found
