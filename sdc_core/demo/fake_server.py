"""How the fake servers are reached: behind an httpx client, or on a loopback port."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import httpx

from sdc_core.demo.fake_syncro_faults import (
    JSON_TYPE,
    CutOffError,
    DroppedError,
    Response,
    SlowError,
)

Handle = Callable[[str, str, Mapping[str, str], bytes], Response]


def json_response(status: int, body: Any, now: datetime) -> Response:
    """An answer in JSON, dated by the clock of the server."""
    headers = {
        "Content-Type": JSON_TYPE,
        "Date": format_datetime(now.astimezone(UTC), usegmt=True),
    }
    return int(status), headers, json.dumps(body, ensure_ascii=False).encode()


def transport_to(handle: Handle) -> httpx.MockTransport:
    """The server behind an httpx client, without a socket; late answers are timeouts."""

    def respond(request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode("ascii")
        try:
            status, headers, content = handle(
                request.method, target, request.headers, request.read()
            )
        except (DroppedError, CutOffError) as error:
            raise httpx.ReadError(str(error), request=request) from error
        except SlowError as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
        return httpx.Response(status, headers=headers, content=content)

    return httpx.MockTransport(respond)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that did not wait for a late answer is what such a fault is for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """Serves until `close`; `base_url` is what the settings need."""

    def __init__(self, handle: Handle, *, prefix: str) -> None:
        self._http = _Listener(("127.0.0.1", 0), _handler(handle))
        self.base_url = f"http://127.0.0.1:{self._http.server_address[1]}{prefix}"
        self._thread = Thread(target=self._http.serve_forever, name="fake-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and free the port."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> str:
        """The base URL, which is all that a caller needs inside the `with`."""
        return self.base_url

    def __exit__(self, *_: object) -> None:
        self.close()


def _handler(handle: Handle) -> type[BaseHTTPRequestHandler]:
    lock = Lock()

    class _Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave together: apart, delayed acknowledgement costs 40 ms a request.
        wbufsize = -1
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                with lock:
                    response = handle(self.command, self.path, dict(self.headers), body)
            except DroppedError:
                self.close_connection = True
                return
            except SlowError as slow:
                time.sleep(slow.seconds)
                response = slow.response
            except CutOffError as cut:
                status, headers, content = cut.response
                self.close_connection = True
                self._send((status, headers, content[: len(content) // 2]), length=len(content))
                return
            self._send(response, length=len(response[2]))

        do_GET = do_POST = do_PUT = do_PATCH = _serve  # noqa: N815 - names set by http.server

        def _send(self, response: Response, *, length: int) -> None:
            status, headers, content = response
            # `send_response` would add a Date of this machine beside the account's own.
            self.send_response_only(status)
            for name, value in {**headers, "Content-Length": str(length)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in http.server
            del format, args

    return _Requests
