"""Lists that come along as files: words parted by white space; a line that begins with # is a comment."""

from __future__ import annotations

from importlib.resources import files


def lines_of(package: str, name: str) -> list[str]:
    """The lines of a file that lies in a package, without comments."""
    lines = files(package).joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def listed(package: str, name: str) -> list[str]:
    """The words in it."""
    return [word for line in lines_of(package, name) for word in line.split()]
