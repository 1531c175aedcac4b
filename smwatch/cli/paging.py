"""A pager for what is longer than the screen: $PAGER, else less; nobody has to leave it in any special way.

Not with --plain: who listens to a screen hears all of it.

with paged(terminal, wanted=True) as page:  ...print to terminal.out...
page.read        whether all of it was shown: False where the pager was left before it came to the end
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from smwatch.cli.terminal import Terminal

LESS: Final = "less"
QUIET: Final = "FRX"
"""Options of less where $LESS has none, as git has them: end if it fits, colours as they are, leave the screen."""
_LINKED: Final = 566
"""The less that knows links in a text (OSC 8); older ones show them as gibberish. Source: its release notes."""
FEW: Final = 8
"""Lines that a pager is given at a time: what it takes of them and doesn't show was as good as read."""
PIPE: Final = 512
"""Bytes that any pipe takes at once (POSIX)."""
SOON, LATER = 0.0005, 0.05
"""Seconds after which it is looked whether a pager wants more: it fills its screen at once, then somebody reads."""
_OBEYED: Final = re.compile(r"\x1b\[[0-9;]*m")
_SHELL: Final = re.compile(r"[|&;<>()$`]")
"""What makes of $PAGER more than a program and its options: a line for the shell, which is what POSIX says it is."""
_NOT_FOUND: Final = frozenset({126, 127})
"""What a shell exits with where what it is to run isn't there, or is no program."""
_LINK: Final = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")


@dataclass
class Page:
    """How it went."""

    read: bool = True


@contextmanager
def paged(terminal: Terminal, *, wanted: bool = True) -> Iterator[Page]:
    """What is printed meanwhile goes through a pager, if it is longer than the screen and there is somebody to read."""
    page, command = Page(), pager(os.environ)
    out = terminal.out
    if (
        not (wanted and command and out.is_terminal and out.file.isatty())
        or terminal.globals.json
        or terminal.globals.plain
    ):
        yield page
        return
    with out.capture() as captured:
        yield page
    told = captured.get()
    if told.count("\n") < out.height or not _shown(command, told, page):
        out.file.write(told)
        out.file.flush()


def pager(environ: Mapping[str, str]) -> list[str]:
    """The command that shows pages; [] where there is none, or one that shows nothing page by page."""
    if environ.get("TERM", "") in {"", "dumb"}:
        return []
    try:
        command = shlex.split(environ["PAGER"]) if "PAGER" in environ else [LESS]
    except ValueError:  # a quotation that doesn't end
        return []
    if _SHELL.search(environ.get("PAGER", "")) and shutil.which("sh"):
        return ["sh", "-c", environ["PAGER"]]
    if not command or command[0] == "cat" or not shutil.which(command[0]):
        return []
    return [*command, "-R"] if _is_less(command) else command


def _is_less(command: list[str]) -> bool:
    return PurePath(command[0]).name == LESS


def fit(told: str, command: list[str]) -> str:
    """As this pager can show it: only less is known to show colours, and links if it is young enough."""
    if not _is_less(command):
        return _OBEYED.sub("", _LINK.sub("", told))
    if "\x1b]8;" not in told or _version(command[0]) >= _LINKED:
        return told
    return _LINK.sub("", told)


def _version(less: str) -> int:
    """0 where it can't be told."""
    try:
        said = subprocess.run([less, "--version"], capture_output=True, text=True, timeout=2, check=False).stdout  # noqa: S603 - the user's pager
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.match(r"less (\d+)", said)
    return int(found[1]) if found else 0


def _shown(command: list[str], told: str, page: Page) -> bool:
    """Whether the pager could be started; Ctrl-C is its own affair."""
    environ = {"LESS": QUIET, **os.environ}
    reader, writer = os.pipe()
    try:
        process = subprocess.Popen(command, stdin=reader, env=environ)  # noqa: S603 - the user's pager
        page.read = all(_taken(piece, process, reader, writer) for piece in pieces(fit(told, command)))
    except OSError:
        return False
    finally:
        os.close(writer)
        os.close(reader)
    _ended(process)
    if process.returncode in _NOT_FOUND:
        page.read = True
        return False
    return True


def pieces(told: str) -> Iterator[bytes]:
    """A few lines each, and no more than any pipe holds; the last line for itself."""
    *lines, last = told.splitlines(keepends=True) or [""]
    for some in (*("".join(lines[at : at + FEW]) for at in range(0, len(lines), FEW)), last):
        content = some.encode("utf-8", "replace")
        yield from (content[at : at + PIPE] for at in range(0, len(content), PIPE))


def _taken(piece: bytes, process: subprocess.Popen[bytes], reader: int, writer: int) -> bool:
    """Whether the pager took it, sooner or later: it does when that is to be shown. False: it was left before."""
    os.write(writer, piece)
    pause = SOON
    while _waits(reader):
        with suppress(KeyboardInterrupt):  # less stops a search by that, and goes on
            if process.poll() is not None:
                return False
            time.sleep(pause)
            pause = min(2 * pause, LATER)
    return True


def _waits(reader: int) -> bool:
    """Whether something stands in the pipe; where that can't be told, no."""
    try:
        import fcntl
        import termios
    except ImportError:  # Windows
        return False
    return any(fcntl.ioctl(reader, termios.FIONREAD, bytes(4)))


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for somebody to leave it."""
    while True:
        with suppress(KeyboardInterrupt):
            process.wait()
            return
