"""A web server on loopback that takes what is posted, and answers as a test asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Got:
    """What was posted."""

    path: str
    headers: dict[str, str]
    body: bytes


TO_HOOK = """\
[[notify]]
name = "hook"
webhook = "{url}"
secret = "env:SMWATCH_HOOK"
levels = ["emerging"]
"""
"""Has news of alerts go to one, whose secret stands in the environment."""


@dataclass
class Hook:
    """The server, from `with` on."""

    status: int = 200
    answer: bytes = b"ok"
    more: dict[str, str] = field(default_factory=dict)  # headers
    got: list[Got] = field(default_factory=list)
    url: str = ""
    _stopped: bool = False

    def __enter__(self) -> Self:
        hook = self

        class _Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.got.append(Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(hook.status)
                for name, value in (hook.more | {"Content-Length": str(len(hook.answer))}).items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(hook.answer)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Nobody is there any more."""
        if not self._stopped:
            self._stopped = True
            self._server.shutdown()
            self._server.server_close()
