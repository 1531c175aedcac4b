"""What a person hands over is told by its content: a feed, a page, a text, or none of these."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smwatch.feeds.document import UnreadableError
from smwatch.feeds.opened import Opened, lines_begin, opened, text_entry
from smwatch.models import DateTrust, FeedKind
from smwatch.protocols import Fetched
from tests.desk import item, rss

NOW = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)


def read(body: bytes, content_type: str = "") -> Opened:
    answer = Fetched(url="http://a.example/x", status=200, body=body, headers={"content-type": content_type})
    return opened(answer, now=NOW, languages=("fr", "en"))


def test_a_feed_is_its_entries_with_its_title_as_their_source() -> None:
    found = read(rss(item("Titre", "Bonjour à tous", link="http://a.example/1"), title="Le fil"))
    assert (found.is_feed, found.source) == (True, "Le fil")
    (entry,) = found.entries
    assert (entry.title, entry.text, entry.lang, entry.date_trust) == (
        *("Titre", "Bonjour à tous", "fr"),
        DateTrust.FEED,
    )
    assert read(rss()).is_feed, "a feed may be empty"
    comments = read(rss(item("Par : Luc", "Bof", link="http://a.example/1#c"), title="Commentaires sur X"))
    assert (comments.entries[0].kind, comments.entries[0].author) == (FeedKind.COMMENTS, "Luc")


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        (b"<!doctype html><title>T &amp; U</title><style>p{}</style><p>Un<p>deux", "T & U", "Un\n\ndeux"),
        (b"<html><head><title>Connexion</title><form><input type=password></form>Bonjour", "Connexion", "Bonjour"),
        (b"<p>Un <b>bout</b>", "", "Un bout"),
        (b"a < b & c", "", "a < b & c"),
        ("Nestlé\n\nrépond".encode("latin-1"), "", "Nestlé\n\nrépond"),
        ("Un texte".encode("utf-16"), "", "Un texte"),
        (b"[Rappel] lots", "", "[Rappel] lots"),
    ],
)
def test_a_page_or_a_text_is_one_entry(body: bytes, title: str, text: str) -> None:
    found = read(body)
    assert not found.is_feed
    assert [(entry.title, entry.text, entry.url) for entry in found.entries] == [(title, text, "http://a.example/x")]


@pytest.mark.parametrize("body", [b"", b" \n", b"<p></p>", b"<!doctype html><script>x</script>"])
def test_what_says_nothing_has_no_entry(body: bytes) -> None:
    assert read(body).entries == ()


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7 x", b"PK\3\4", b"\x7fELF\2\1\1\0\0\0", bytes(range(1, 256)) * 9, b"<urlset><url/></urlset>", b"{\n1}"],
)
def test_what_is_neither_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(body)


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        (b'{"id": 1, "text": "x"}\n', True),
        (b'\xef\xbb\xbf\n {"text": "x", "items": []}', True),
        (b'{"id": 1, "text": "a very long', True),
        (b'{"id": 2\n', True),
        (b"{", True),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', False),
        (b'{"items": [{"id": "1"}]}', False),
        (b'{\n "version": "x"', False),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [{"content_text": "cut o', False),
        (b"<rss>", False),
        (b"[1]", False),
        (b"", False),
        ('{"text": "x"}'.encode("utf-16-le"), False),
    ],
)
def test_json_lines_are_told_from_a_json_feed(head: bytes, lines: bool) -> None:
    assert lines_begin(head) is lines


def test_a_text_is_bounded_and_cleaned() -> None:
    entry = text_entry("<p>Bonjour\x1b[2J à tous " + "x" * 3_000_000, now=NOW, languages=("fr", "en"))
    assert entry.text.startswith("Bonjour à tous")
    assert len(entry.text) <= 200_000
