"""A pager for what is longer than the screen: $PAGER, else less; nobody has to leave it in any special way.

with paged(terminal, wanted=True) as page:  ...print to terminal.out...
page.read        whether all of it was taken: False where the pager was left before it had taken the rest
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from smwatch.cli.terminal import Terminal

LESS: Final = "less"
QUIET: Final = "FRX"
"""Options of less where $LESS has none, as git has them: end if it fits, colours as they are, leave the screen."""
_LINKED: Final = 566
"""The less that knows links in a text (OSC 8); older ones show them as gibberish. Source: its release notes."""
_OBEYED: Final = re.compile(r"\x1b\[[0-9;]*m")
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
    if not (wanted and command and out.is_terminal and not terminal.globals.json):
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
    content = fit(told, command).encode("utf-8", "replace")
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603 - the user's pager
    except OSError:
        return False
    try:
        if process.stdin:
            process.stdin.write(content)
    except BrokenPipeError:  # it was left before
        page.read = False
    finally:
        _ended(process)
    return True


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for somebody to leave it."""
    while True:
        try:
            process.communicate()
        except BrokenPipeError:
            continue
        except KeyboardInterrupt:  # less stops a search by that, and goes on
            continue
        return
