from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.encoding import to_text, to_utf8

TEXT = "<rss>Les déçus de l’usine : « où est l’été ? » — 5 €</rss>"
LATIN = "<rss>Les déçus de l'usine : où est l'été ?</rss>"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "", ""),
        ("utf-8", "utf-8", "application/rss+xml"),
        ("utf-8", "utf-8", "text/xml; charset=ISO-8859-1"),  # what Apache says of everything
        ("utf-8", "iso-8859-1", ""),
        ("utf-8-sig", "", "text/xml"),
        ("windows-1252", "windows-1252", ""),
        ("windows-1252", "iso-8859-1", "text/xml; charset=utf-8"),
        ("windows-1252", "utf-8", ""),
        ("windows-1252", "", 'text/xml; charset="windows-1252"'),
        ("utf-16", "utf-16", "application/xml"),
        ("utf-16-le", "", ""),
        ("utf-16-be", "", ""),
        ("utf-32", "", ""),
        ("utf-32-le", "utf-8", ""),
        ("utf-32-be", "", ""),
        ("utf-16-le", "utf-8", "text/xml; charset=utf-8"),
        ("utf-16", "windows-1252", "text/xml; charset=iso-8859-1"),
        ("windows-1252", "x-user-defined", "text/xml; charset=x-cp1252"),
        ("utf-8", "utf-16", ""),  # .NET, when the text was made in memory
        ("utf-8", "klingon", "text/xml; charset=x-user-defined"),
    ],
)
def test_text_comes_out_right_whatever_is_declared(encoding: str, declared: str, content_type: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert to_text((declaration + TEXT).encode(encoding), content_type) == TEXT


def test_iso_8859_1_by_header_alone() -> None:
    assert to_text(LATIN.encode("iso-8859-1"), "application/xml; charset=ISO-8859-1") == LATIN


def test_the_document_knows_better_than_the_usual_default_of_servers() -> None:
    russian = '<?xml version="1.0" encoding="windows-1251"?><rss>Нестле</rss>'
    assert to_text(russian.encode("cp1251"), "text/xml; charset=iso-8859-1") == "<rss>Нестле</rss>"


def test_the_header_wins_where_it_says_something() -> None:
    japanese = '<?xml version="1.0" encoding="shift_jis"?><rss>ネスレ</rss>'
    assert to_text(japanese.encode("euc_jp"), "text/xml; charset=euc-jp") == "<rss>ネスレ</rss>"


def test_a_stray_byte_of_another_encoding_spoils_only_itself() -> None:
    assert to_text("<rss>déjà vu".encode() + b" caf\xe9 \x80</rss>") == "<rss>déjà vu café €</rss>"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_mark_before_what_it_is_not_of_is_overlooked(mark: bytes, encoding: str) -> None:
    assert to_text(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_white_space_or_json_first_hides_no_encoding(encoding: str) -> None:
    assert to_text(f"\n\r\n  {TEXT}".encode(encoding)) == TEXT
    assert to_text('{"title": "déjà"}'.encode(encoding)) == '{"title": "déjà"}'


def test_a_long_text_of_windows_1252_without_a_word_about_it() -> None:
    assert to_text((TEXT * 500).encode("windows-1252")) == TEXT * 500


def test_an_emoji_written_as_two_halves() -> None:
    assert to_text(b"<rss>\xed\xa0\xbd\xed\xb8\x80 \xe9</rss>") == "<rss>😀 é</rss>"


def test_no_byte_of_windows_1252_is_lost() -> None:
    declared = b'<?xml version="1.0" encoding="windows-1252"?>'
    assert to_text(declared + "<rss>“oui”</rss>".encode() + b"\xe9") == "<rss>“oui”</rss>é"
    assert to_text(declared + b"<rss>\xe2\x80\x9d\xe9\xe8</rss>") == "<rss>â€\x9déè</rss>"


def test_what_a_terminal_would_obey_goes_with_its_arguments() -> None:
    assert to_text(b"<rss>\x1b[31mrouge\x1b[0m \x1b]8;;https://x\x07lien\x1b]0;<b>\x1b</b></rss>") == (
        "<rss>rouge lien<b></b></rss>"
    )


def test_codecs_that_could_smuggle_tags_are_not_used() -> None:
    body = b'<?xml version="1.0" encoding="utf-7"?><rss>+ADw-script+AD4-</rss>'
    assert to_text(body, "text/xml; charset=unicode_escape") == "<rss>+ADw-script+AD4-</rss>"


def test_blank_lines_before_the_declaration_and_control_characters_are_forgiven() -> None:
    assert to_text(b'\n\n  <?xml version="1.0"?>\n<rss>\x00a\x0bb\x1f</rss>') == "\n<rss>ab</rss>"


@given(st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=utf-8", "text/xml; charset=gb2312"]))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    assert to_text(body, content_type).encode("utf-8", "surrogatepass") is not None


pieces = st.sampled_from(
    [
        b"\xef\xbb\xbf",
        b"<?xml version='1.0'?>",
        b"<rss>",
        "déjà €😀".encode(),
        b"\0",
        b"\x1b[31m",
        b"\x0b",
        b"\r\n",
        b"\xe9",
        b"\x1b$B",
        b"\xff\xfe",
        "<r>é".encode("utf-16"),
        "\ufffe\uffff".encode(),
        b"\xed\xa0\x80",
        b"<?xml encoding='shift_jis'?>",
        b"<?xml encoding='latin-1'?>",
    ]
)


@given(st.lists(pieces).map(b"".join), st.sampled_from(["", "text/xml; charset=utf-8", "text/xml; charset=big5"]))
def test_both_ways_to_utf_8_lead_to_the_same(body: bytes, content_type: str) -> None:
    assert to_utf8(body, content_type) == to_text(body, content_type).encode("utf-8", "replace")
