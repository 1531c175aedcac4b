"""How the services' exports name their columns, and how far that is known. Data: no rule stands here but one.

    recognised(header) -> Service | None

`known_from`: what confirms the names. A service whose CSV could not be confirmed is `experimental`, and the dry run
says so. Names are compared without case and blanks at their ends; of several, the first that is there and isn't empty
in a row counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

Columns = Mapping[str, tuple[str, ...]]
"""Field of ours -> names of columns."""

FIELDS: Final = (
    *("id", "url", "title", "text", "more", "author", "author_url"),
    *("source", "published", "time", "lang", "kind", "thread"),
)
"""What a row may tell. `more` is put behind the text where it isn't part of it; `time` goes with a date without one;
`kind` says whether it is a comment, and `thread` what it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service's export."""

    name: str  # as it is typed
    title: str
    columns: Columns
    marks: tuple[tuple[str, ...], ...]  # it is this service's where all of one of these stand in the header
    left: tuple[str, ...] = ()  # columns of judgement that smwatch has no place for: its own scorer judges
    known_from: tuple[str, ...] = ()
    experimental: bool = False
    comments: frozenset[str] = field(default=frozenset())  # words of `kind` that mean a comment


BRANDWATCH: Final = Service(
    name="brandwatch",
    title="Brandwatch",
    columns={
        "id": ("Resource Id",),
        "url": ("Url", "Original Url"),
        "title": ("Title",),
        "text": ("Full Text", "Snippet"),
        "author": ("Author", "Full Name"),
        "source": ("Domain", "Page Type"),
        "published": ("Date",),
        "lang": ("Language",),
        "kind": ("Thread Entry Type",),
        "thread": ("Thread URL",),
    },
    marks=(("query name", "date", "full text"), ("query name", "date", "snippet"), ("query id", "date", "url")),
    left=("Sentiment", "Emotion"),
    known_from=(
        "https://developers.brandwatch.com/docs/mention-metadata-field-definitions",
        "programs in public repositories that read these exports: six rows of preamble, Query Id, Query Name, Date",
        "likewise: Title, Snippet, Full Text, Url, Domain, Sentiment, Page Type, Thread Entry Type, Author",
    ),
    comments=frozenset({"comment", "reply", "commentaire", "réponse"}),
)
MELTWATER: Final = Service(
    name="meltwater",
    title="Meltwater",
    columns={
        "id": ("Document ID",),
        "url": ("URL",),
        "title": ("Headline", "Title"),
        "text": ("Opening Text",),
        "more": ("Hit Sentence",),
        "author": ("Author Name", "Author Handle", "Influencer"),
        "source": ("Source Name", "Source", "Source Domain"),
        "published": ("Date", "Alternate Date Format"),
        "time": ("Time",),
        "lang": ("Language",),
    },
    marks=(("date", "url", "hit sentence"), ("date", "url", "opening text")),
    left=("Sentiment",),
    known_from=(
        "https://github.com/zanehill01/brandsurge.ai/blob/main/data/csv/README.md (the header, whole)",
        "https://github.com/hanna-tes/CIB-network-monitoring (read as UTF-16 parted by tabs; 31-Jan-2026 05:12PM)",
        "a newer layout, in public programs: Date, Time, Document ID, URL, Source Name, Author Name, Title",
    ),
)
TALKWALKER: Final = Service(
    name="talkwalker",
    title="Talkwalker",
    columns={
        "url": ("url",),
        "title": ("title", "title_snippet"),
        "text": ("content", "content_snippet"),
        "author": ("extra_author_attributes.name", "extra_author_attributes.short_name"),
        "author_url": ("extra_author_attributes.url",),
        "source": ("extra_source_attributes.name", "domain_url"),
        "published": ("published",),
        "lang": ("lang",),
        "kind": ("tags_internal",),
        "thread": ("parent_url",),
    },
    marks=(
        ("published", "content", "extra_author_attributes.name"),
        ("published", "content", "extra_author_attributes.short_name"),
        ("published", "content", "extra_source_attributes.name"),
        ("published", "url", "content_snippet"),
        ("published", "url", "matched_profile"),
    ),
    left=("sentiment",),
    known_from=(
        "programs in public repositories that read these exports: title, content, url, published, lang, sentiment",
        "likewise: extra_author_attributes.name, extra_source_attributes.name, parent_url, domain_url, tags_internal",
    ),
    comments=frozenset({"iscomment"}),
)
MENTION: Final = Service(
    name="mention",
    title="Mention",
    columns={
        "id": ("id",),
        "url": ("original_url", "url"),
        "title": ("title",),
        "text": ("description", "description_short"),
        "author": ("author_name", "author"),
        "source": ("source_name", "source"),
        "published": ("published_at", "date"),
        "lang": ("language_code", "language"),
    },
    marks=(
        ("title", "description", "published_at"),
        ("source_name", "description"),
        ("source_name", "published_at"),
    ),
    left=("tone",),
    known_from=("https://dev.mention.com/current/ (fields of a mention in the API; the CSV could not be seen)",),
    experimental=True,
)
COLUMNS: Final = Service(
    name="columns",
    title="CSV",
    columns={
        "url": ("url", "link", "lien", "adresse"),
        "title": ("title", "titre", "headline"),
        "text": ("text", "texte", "content", "contenu", "message", "snippet", "extrait"),
        "author": ("author", "auteur", "auteure", "auteur·e"),
        "source": ("source", "media", "média"),
        "published": ("published", "published_at", "date", "date de publication", "publié"),
        "time": ("time", "heure"),
        "lang": ("lang", "language", "langue"),
        "kind": ("kind",),
        "thread": ("thread",),
    },
    marks=(),
    left=("score", "label", "sentiment", "tone", "tonalité"),
    known_from=("any table; the columns of smwatch's own export",),
    comments=frozenset({"comment"}),
)
SERVICES: Final = {one.name: one for one in (BRANDWATCH, MELTWATER, MENTION, TALKWALKER, COLUMNS)}


def plain(name: str) -> str:
    """A column's name as names are compared."""
    return " ".join(name.strip().strip("\ufeff").split()).casefold()


def recognised(header: Iterable[str]) -> Service | None:
    """Whose export has these columns; COLUMNS where it tells a date and what was said in words that anybody uses."""
    names = {plain(name) for name in header}
    for service in (BRANDWATCH, MELTWATER, TALKWALKER, MENTION):
        if any(names.issuperset(marks) for marks in service.marks):
            return service
    dated = names.intersection(COLUMNS.columns["published"])
    said = names.intersection((*COLUMNS.columns["text"], *COLUMNS.columns["title"]))
    return COLUMNS if dated and said else None
