"""A file's lines as text, in whichever encoding it is written."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.imports.lines import LONGEST, decoded, is_workbook

TEXT = "Titre;Texte\r\nÉté;« Rappel »\r\nœuf;fin\r\n"


def read(data: bytes) -> tuple[str, list[str]]:
    encoding, lines = decoded(io.BytesIO(data))
    return encoding, list(lines)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "utf-8"),  # told line by line
    ],
)
def test_what_it_is_written_in_tells_itself(encoding: str, told: str) -> None:
    assert read(TEXT.encode(encoding)) == (told, TEXT.splitlines(keepends=True))


def test_each_line_is_in_its_own_encoding() -> None:
    mixed = "Été\n".encode() + "Été\n".encode("cp1252") + b"fin\n"
    assert read(mixed)[1] == ["Été\n", "Été\n", "fin\n"]


def test_a_byte_that_stands_for_nothing_is_told_as_lost() -> None:
    assert read(b"\xe9t\xe9 \x81\n")[1] == ["été \ufffd\n"]


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", "utf-8"), ("mac-roman", "mac-roman")])
def test_an_old_mac_ends_lines_with_a_carriage_return_alone(encoding: str, told: str) -> None:
    text = "Titre;Texte\rÉté;Rappel\r"
    assert read(text.encode(encoding)) == (told, ["Titre;Texte\r", "Été;Rappel\r"])


def test_the_last_line_needs_no_end() -> None:
    assert read(b"un\ndeux")[1] == ["un\n", "deux"]
    assert read(b"") == ("utf-8", [])


def test_blank_lines_stay() -> None:
    assert read(b"un\n\n \ndeux\n")[1] == ["un\n", "\n", " \n", "deux\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_of_a_line_without_end_nothing_is_held_but_that_it_is_too_long(encoding: str) -> None:
    first, long, last = read(f"un\n{'x' * (LONGEST + 5)}\nfin\n".encode(encoding))[1]
    assert (first, last) == ("un\n", "fin\n")
    assert len(long) == LONGEST + 2


def test_a_line_of_just_so_many_characters_is_read() -> None:
    line = "x" * (LONGEST - 1) + "\n"
    assert read(line.encode())[1] == [line]


def test_the_file_is_left_open_to_whoever_opened_it() -> None:
    for encoding in ("utf-8", "utf-16"):
        file = io.BytesIO(TEXT.encode(encoding))
        list(decoded(file)[1])
        assert not file.closed


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_excel_s_own_formats_are_known(start: bytes) -> None:
    assert is_workbook(start + b"rest")


@pytest.mark.parametrize("start", [b"", b"PK", b"Titre;Texte", b"\xff\xfet\0"])
def test_tables_of_text_are_none(start: bytes) -> None:
    assert not is_workbook(start)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\ufeff"), min_size=1, max_size=10), min_size=1
    )
)
def test_what_is_written_in_utf8_comes_back(lines: list[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode()
    assert "".join(read(data)[1]) == data.decode()


def test_a_mark_at_the_beginning_says_nothing_of_the_lines_after() -> None:
    data = b"\xef\xbb\xbfUn\n\xef\xbb\xbfdeux\n" + "été\n".encode("cp1252")
    assert read(data) == ("utf-8-sig", ["Un\n", "\ufeffdeux\n", "été\n"])


def test_a_file_of_utf16_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    assert read("un\ndeux".encode("utf-16")[:-1])[1] == ["un\n", "deu\ufffd"]


def test_plain_letters_are_no_utf16_though_a_zero_stands_among_them() -> None:
    assert read(b"un\0deux trois quatre\n")[0] == "utf-8"
