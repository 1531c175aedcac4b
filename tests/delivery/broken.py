"""A mail server that goes wrong where a test says, once or as often as it says, and is well afterwards.

with Broken([Fault("MAIL", "450 later"), Fault("dot", CUT, taken=True)]) as server: ...
server.taken        what it has, acknowledged or not: (recipients, bytes)
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Self

STEPS = ("banner", "EHLO", "MAIL", "RCPT", "DATA", "text", "dot")
SAFE_STEPS = ("STARTTLS", "TLS", "AUTH")  # of a server that has them
CUT = "cut"  # the line is cut there, without a word
HALF = "half"  # in the middle of the answer
MUTE = "mute"  # nothing more is said, and the line stays open
FINE = {"banner": "220 here", "DATA": "354 go on", "QUIT": "221 bye", "STARTTLS": "220 go on", "AUTH": "235 you are"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong in one connection: an answer, CUT, HALF or MUTE, at a step.

    `taken`: the message is kept all the same, at the last step. `after`: so many bytes of the text, at the step "text".
    `only`: at the step "RCPT", for this address alone. At "TLS", HALF is rubbish in place of a handshake.
    """

    step: str
    how: str
    taken: bool = False
    after: int = 1
    only: str = ""


class _OverError(Exception):
    """This connection."""


@dataclass
class Broken:
    """The server; a fault a connection, in their order, then none. `choose`: which, for the connection of this number.

    `tls`: it offers STARTTLS; `login`: and AUTH, and believes anybody.
    """

    faults: Sequence[Fault | None] = ()
    on_step: Callable[[str], None] = lambda _: None
    choose: Callable[[int], Fault | None] | None = None
    tls: ssl.SSLContext | None = None
    login: bool = False
    port: int = 0
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._listening.settimeout(0.05)
        self.port = self._listening.getsockname()[1]
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
            fault = self.choose(self.connections) if self.choose else None
            if self.connections < len(self.faults):
                fault = self.faults[self.connections]
            self.connections += 1
            threading.Thread(target=self._talk, args=(peer, fault), daemon=True).start()

    def _talk(self, peer: socket.socket, fault: Fault | None) -> None:
        peer.settimeout(5)
        conversation = _Conversation(self, peer, fault, self._closing)
        with suppress(OSError, _OverError):
            conversation.go()
        conversation.end()


@dataclass
class _Conversation:
    server: Broken
    peer: socket.socket
    fault: Fault | None
    closing: threading.Event
    to: list[str] = field(default_factory=list)
    safe: bool = False

    def go(self) -> None:
        """From the banner to the end."""
        self.say("banner")
        lines = self.peer.makefile("rb")
        while line := lines.readline():
            verb = line.split()[0].decode().upper()
            if verb == "RCPT":
                self.recipient(line.decode().partition("<")[2].partition(">")[0])
                continue
            self.say("EHLO" if verb in {"EHLO", "HELO"} else verb)
            if verb == "STARTTLS":
                lines = self.secure()
            if verb == "DATA":
                self.text(lines)
            if verb == "QUIT":
                return

    def end(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self.peer.shutdown(socket.SHUT_RDWR)  # the file that reads from it keeps it open
        self.peer.close()

    def recipient(self, address: str) -> None:
        """One of those whom it is for."""
        fault = self.fault
        wrong = fault is not None and fault.step == "RCPT" and fault.only in {"", address}
        if not (fault and wrong and fault.how[:1] in {"4", "5"}):
            self.to.append(address)
        self.say("RCPT", wrong=wrong)

    def secure(self) -> BufferedReader:
        """Encrypted from here on."""
        fault, tls = self.fault, self.server.tls
        if fault and fault.step == "TLS":
            if fault.how == HALF:
                self.peer.sendall(b"\x16\x03\x03 rubbish")
            if fault.how == MUTE:
                self.closing.wait(1.5)
            raise _OverError
        if tls is None:
            raise _OverError
        self.peer, self.safe = tls.wrap_socket(self.peer, server_side=True), True
        return self.peer.makefile("rb")

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

    def fine(self, step: str) -> str:
        """What is said where nothing is wrong."""
        if step != "EHLO":
            return FINE.get(step, "250 OK")
        offered = ["here"]
        if self.server.tls and not self.safe:
            offered.append("STARTTLS")
        if self.server.login:
            offered.append("AUTH PLAIN LOGIN")
        return "\r\n".join([*(f"250-{one}" for one in offered[:-1]), f"250 {offered[-1]}"])

    def say(self, step: str, *, wrong: bool = True) -> None:
        """The answer, or what goes wrong instead; not `wrong`: the fault is another's."""
        self.server.on_step(step)
        answer, fault = self.fine(step), self.fault
        if fault is None or fault.step != step or not wrong:
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
            if step in {"banner", "DATA", "STARTTLS"}:
                raise _OverError
