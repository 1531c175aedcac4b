"""A mail server that goes wrong where a test says, once or as often as it says, and is well afterwards.

with Broken([Fault("MAIL", "450 later"), Fault("dot", CUT, taken=True)]) as server: ...
server.taken        what it has, acknowledged or not: (recipients, bytes)
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Self

STEPS = ("banner", "EHLO", "MAIL", "RCPT", "DATA", "text", "dot")
CUT = "cut"  # the line is cut there, without a word
HALF = "half"  # in the middle of the answer
MUTE = "mute"  # nothing more is said, and the line stays open
FINE = {"banner": "220 here", "EHLO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong in one connection: an answer, CUT, HALF or MUTE, at a step.

    `taken`: the message is kept all the same, at the last step. `after`: so many bytes of the text, at the step "text".
    """

    step: str
    how: str
    taken: bool = False
    after: int = 1


class _OverError(Exception):
    """This connection."""


@dataclass
class Broken:
    """The server; a fault a connection, in their order, then none."""

    faults: Sequence[Fault | None] = ()
    on_step: Callable[[str], None] = lambda _: None
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.port: int = self._listening.getsockname()[1]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                peer, _ = self._listening.accept()
            except TimeoutError:
                continue
            fault = self.faults[self.connections] if self.connections < len(self.faults) else None
            self.connections += 1
            threading.Thread(target=self._talk, args=(peer, fault), daemon=True).start()

    def _talk(self, peer: socket.socket, fault: Fault | None) -> None:
        peer.settimeout(5)
        with peer, suppress(OSError, _OverError):
            _Conversation(self, peer, fault, self._closing).go()


@dataclass
class _Conversation:
    server: Broken
    peer: socket.socket
    fault: Fault | None
    closing: threading.Event
    to: list[str] = field(default_factory=list)

    def go(self) -> None:
        """From the banner to the end."""
        self.say("banner")
        lines = self.peer.makefile("rb")
        with lines:
            while line := lines.readline():
                verb = line.split()[0].decode().upper()
                if verb == "RCPT":
                    self.to.append(line.decode().partition("<")[2].partition(">")[0])
                self.say("EHLO" if verb in {"EHLO", "HELO"} else verb)
                if verb == "DATA":
                    self.text(lines)
                if verb == "QUIT":
                    return

    def text(self, lines: BufferedReader) -> None:
        """The message, up to the dot."""
        content, fault = b"", self.fault
        while (line := lines.readline()) not in {b".\r\n", b""}:
            content += line[1:] if line.startswith(b".") else line
            if fault and fault.step == "text" and len(content) >= fault.after:
                raise _OverError
        if not line:
            raise _OverError
        if not (fault and fault.step == "dot" and not fault.taken):
            self.server.taken.append((tuple(self.to), content))
        self.say("dot")

    def say(self, step: str) -> None:
        """The answer, or what goes wrong instead."""
        self.server.on_step(step)
        answer, fault = FINE.get(step, "250 OK"), self.fault
        if fault is None or fault.step != step:
            self.peer.sendall(f"{answer}\r\n".encode())
        elif fault.how == CUT:
            raise _OverError
        elif fault.how == HALF:
            self.peer.sendall(answer[:2].encode())
            raise _OverError
        elif fault.how == MUTE:
            self.closing.wait(1.5)
            raise _OverError
        else:
            self.peer.sendall(f"{fault.how}\r\n".encode())
            if step in {"banner", "DATA"}:
                raise _OverError
