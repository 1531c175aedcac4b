"""Mentions and alerts as a feed of one's own, for who lives in a feed reader: Atom (RFC 4287) or JSON Feed 1.1.

    atom(map(of_mention, rows), head, out);  json_feed(likewise)

An item keeps its id for good, in copies of the database too. What came from feeds is text here, shown, never obeyed: no
markup of theirs, no link but to http and https, no control characters, no marks that turn text around.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from smwatch.locales import N_, Speech
from smwatch.models import Alert, MentionRow
from smwatch.models.names import LABELS
from smwatch.reports import wording
from smwatch.reports.content import AlertPart
from smwatch.reports.safe import language, line, link
from smwatch.reports.values import Values, iso
from smwatch.text.clean import scrub

_OURS: Final = UUID("6d8a4a0e-3f5e-5b53-9a1c-7f2f2a1f4c55")
"""Under which ids are made: never to be changed."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
_TITLE: Final = 120  # characters of a title
_IN_MEMORY: Final = 1_000_000  # bytes of entries that wait for the feed's head; more of them wait in a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a feed says of itself."""

    title: str
    key: str  # what is in it, whatever it is called: alike for the same choice of mentions
    address: str = ""  # where it will be found
    lang: str = "en"
    now: datetime  # when nothing is in it, that is since when

    @property
    def id(self) -> str:
        """Alike for the same choice."""
        return f"urn:uuid:{uuid5(_OURS, self.key)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a feed, fit to be written in either format."""

    id: str
    title: str
    url: str  # http(s), or ""
    published: datetime
    updated: datetime
    author: str
    lang: str
    words: tuple[str, ...]  # that it is filed under
    text: str
    facts: str  # a line beneath
    more: Values  # for programs


def of_mention(row: MentionRow, speech: Speech) -> Item:
    """A mention as an item; it was new when smwatch learnt of it, so that readers show it then."""
    feeling = speech.say(LABELS[row.label])
    score = f" ({speech.signed(row.score, 2)})" if row.score is not None else ""
    facts = [line(row.brand, 60), feeling + score, line(row.source, 80)]
    text = scrub(row.text)
    return Item(
        id=_id("mention", row.brand, row.id, row.fetched),
        title=line(row.title, _TITLE) or line(text, _TITLE) or speech.say(N_("(no text)")),
        url=link(row.url),
        published=row.published,
        updated=max(row.published, row.fetched),
        author=line(row.author, _TITLE),
        lang=language(row.lang),
        words=_words(row.brand, row.label.value if row.label else "", *row.tags),
        text=text,
        facts=" · ".join(filter(None, facts)),
        more={"id": row.id, "brand": row.brand, "source": row.source, "score": row.score, "kind": row.kind},
    )


def of_alert(part: AlertPart, speech: Speech) -> Item:
    """An alert as an item; it is updated as it is confirmed, gets louder or is over, and not by being looked at."""
    alert: Alert = part.alert
    moments = (alert.opened, alert.confirmed, alert.peak, alert.closed)
    return Item(
        id=_id("alert", alert.brand, alert.id, alert.opened),
        title=wording.state(alert, speech),
        url="",
        published=alert.opened,
        updated=max(at for at in moments if at),
        author="",
        lang=speech.lang,
        words=_words(alert.brand, alert.kind.value, alert.level.value),
        text=" ".join(wording.alert_facts(part, speech)),
        facts="",
        more={"id": alert.id, "brand": alert.brand, "kind": alert.kind.value, "level": alert.level.value},
    )


def atom(items: Iterable[Item], head: Head, out: BinaryIO) -> int:
    """How many were written. The head, which tells when the feed last changed, goes before them: so they wait."""
    newest, count = None, 0
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for count, item in enumerate(items, 1):  # noqa: B007 - how many there were
            newest = max(newest or item.updated, item.updated)
            waiting.write(tostring(_entry(item), "utf-8", xml_declaration=False) + b"\n")
        waiting.seek(0)
        begun = XMLGenerator(out, "utf-8", short_empty_elements=True)
        begun.startDocument()
        begun.startElement("feed", AttributesImpl({"xmlns": _ATOM, "xml:lang": head.lang}))
        begun.characters("\n")
        out.writelines(
            tostring(element, "utf-8", xml_declaration=False) + b"\n" for element in _head(head, newest or head.now)
        )
        shutil.copyfileobj(waiting, out)
        begun.endElement("feed")
    return count


def json_feed(items: Iterable[Item], head: Head, out: BinaryIO) -> int:
    """How many were written."""
    said: Values = {"version": _JSON_FEED, "title": head.title}
    if head.address.startswith("http"):
        said["feed_url"] = head.address
    said |= {"authors": [{"name": "smwatch"}], "language": head.lang}
    out.write(_json(said)[:-1] + b', "items": [')  # an object that goes on with its items, as they come
    count = 0
    for count, item in enumerate(items, 1):
        out.write((b",\n" if count > 1 else b"\n") + _json(_json_item(item)))
    out.write(b"\n]}\n")
    return count


def _id(kind: str, brand: str, number: int, since: datetime) -> str:
    """The id of a thing that bears this number in some database since then."""
    return f"urn:uuid:{uuid5(_OURS, json.dumps([kind, brand, number, iso(since)]))}"


def _words(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (line(word, 60) for word in words))))


def _head(head: Head, updated: datetime) -> Sequence[Element]:
    """The elements with which a feed begins."""
    elements = [_element("id", head.id), _element("title", head.title), _element("updated", iso(updated) or "")]
    if head.address:
        elements.append(Element("link", {"rel": "self", "type": "application/atom+xml", "href": head.address}))
    author = Element("author")
    SubElement(author, "name").text = "smwatch"
    return [*elements, author, _element("generator", "smwatch")]


def _entry(item: Item) -> Element:
    entry = Element("entry", {_LANG: item.lang} if item.lang else {})
    entry.extend(
        [
            _element("id", item.id),
            _element("title", item.title),
            _element("published", iso(item.published) or ""),
            _element("updated", iso(item.updated) or ""),
        ]
    )
    if item.url:
        entry.append(Element("link", {"rel": "alternate", "href": item.url}))
    if item.author:
        SubElement(SubElement(entry, "author"), "name").text = item.author
    for word in item.words:
        SubElement(entry, "category", {"term": word})
    content = SubElement(entry, "content", {"type": "html"})
    content.text = html(item)
    return entry


def html(item: Item) -> str:
    """The text in paragraphs, and beneath it what is known of it."""
    paragraphs = [said for said in item.text.split("\n\n") if said.strip()]
    return "\n".join(_paragraph(said) for said in [*paragraphs, item.facts] if said)


def _paragraph(said: str) -> str:
    paragraph = Element("p")
    first, *others = said.strip("\n").split("\n")
    paragraph.text = first
    for other in others:
        SubElement(paragraph, "br").tail = other
    return tostring(paragraph, "unicode", method="html")


def _json_item(item: Item) -> Values:
    said: Values = {"id": item.id}
    if item.url:
        said["url"] = item.url
    said |= {
        "title": item.title,
        "content_html": html(item),
        "content_text": item.text or item.title,
        "date_published": iso(item.published),
        "date_modified": iso(item.updated),
    }
    if item.author:
        said["authors"] = [{"name": item.author}]
    if item.words:
        said["tags"] = list(item.words)
    if item.lang:
        said["language"] = item.lang
    return said | {"_smwatch": item.more}


def _element(name: str, text: str) -> Element:
    element = Element(name)
    element.text = text
    return element


def _json(value: Values) -> bytes:
    """With every character that isn't ASCII as it is, but for what UTF-8 can't hold."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
