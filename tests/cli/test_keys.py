"""Bytes of a keyboard, as keys."""

from __future__ import annotations

import pytest

from smwatch.cli.keys import Keys


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"jk", ["j", "k"]),
        ("é€".encode(), ["é", "€"]),
        (b"\x1b[A\x1bOB\x1b[6~", ["up", "down", "page down"]),
        (b"\x1b", ["escape"]),
        (b"\r\n\x7f\x08\x04", ["enter", "enter", "backspace", "backspace", "end of input"]),
        (b"\x1b[1;5Aq", ["q"]),  # Ctrl-↑: nobody knows it
        (b"\x01\x02a\x00", ["a"]),
        (b"\x1b[99;5u", []),
        (b"", []),
        (b"\xff", ["\N{REPLACEMENT CHARACTER}"]),
    ],
)
def test_each_has_its_name(typed: bytes, keys: list[str]) -> None:
    assert Keys().read(typed) == keys


def test_half_a_letter_waits_for_the_rest() -> None:
    keys = Keys()
    first, rest = "é".encode()[:1], "é".encode()[1:]
    assert (keys.read(b"a" + first), keys.read(rest + b"b")) == (["a"], ["é", "b"])
