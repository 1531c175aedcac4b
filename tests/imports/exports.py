"""Exports in each service's shape, made up: what was said in them was said by nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

Rows = Sequence[Sequence[str]]
COMMA, SEMICOLON, TAB = ",", ";", "\t"

BRANDWATCH: Rows = (
    ("Report:", "Bulk Mentions Download"),
    ("Brand:", "Nordelait"),
    ("From:", "Mon Mar 01 00:00:00 EST 2010"),
    ("To:", "Wed Mar 17 00:00:00 EDT 2010"),
    ("Label:", "Tout, et le reste"),
    (),
    (
        *("Query Id", "Query Name", "Date", "Title", "Snippet", "Full Text", "Url", "Domain", "Sentiment"),
        *("Page Type", "Language", "Country Code", "Author", "Thread Entry Type", "Resource Id"),
    ),
    (
        *("12", "Nordelait", "2010-03-15 14:05:00.0", "Une usine ferme", "…Nordelait ferme…"),
        *("Nordelait ferme une usine,\net « c’est une honte » ; dit-on.", "https://courrier.example/usine"),
        *("courrier.example", "negative", "news", "fr", "CAN", "Ève L.", "post", "abc1"),
    ),
    (
        *(
            "12",
            "Nordelait",
            "2010-03-16 09:00:00.0",
            "",
            "",
            "Moi, Nordelait, j’aime bien.",
            "https://forum.example/t/4#2",
        ),
        *("forum.example", "positive", "forum", "fr", "CAN", "luc_b", "comment", "abc2"),
    ),
)
MELTWATER: Rows = (
    (
        *("Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Country"),
        *("Language", "Reach", "Sentiment", "Key Phrases"),
    ),
    (
        *("15-Mar-2010 02:05PM", "A plant closes", "https://courier.example/plant", "It rained.\nThen it didn't."),
        *('... they say "Nordelait" lied ...', "The Courier", "Ann B.", "Canada", "English", "12", "Negative", "plant"),
    ),
)
MELTWATER_NEWER: Rows = (
    (
        *("Date", "Time", "Document ID", "URL", "Source Name", "Author Name", "Title", "Opening Text"),
        *("Hit Sentence", "Language", "Sentiment"),
    ),
    (
        *("2010-03-15", "14:05", "doc-1", "https://courier.example/plant", "The Courier", "Ann B."),
        *("A plant closes", "It rained.", "Nordelait lied.", "English", "negative"),
    ),
)
TALKWALKER: Rows = (
    (
        *("url", "published", "title", "content", "lang", "sentiment", "source_type", "tags_internal", "parent_url"),
        *("extra_author_attributes.name", "extra_source_attributes.name"),
    ),
    (
        *("https://page.example/p/1?c=2", "2010-03-15 14:05:00", "", "Nordelait, bravo &amp; merci.", "fr", "4"),
        *("SOCIALMEDIA", "isComment", "https://page.example/p/1", "Zoé", "page.example"),
    ),
)
MENTION: Rows = (
    ("title", "description", "original_url", "source_name", "published_at", "tone", "language_code"),
    (
        *("Nordelait hires", "A hundred jobs at Nordelait.", "https://jobs.example/1", "Jobs"),
        *("2010-03-15T10:05:00-04:00", "positive", "en"),
    ),
)
FRENCH: Rows = (
    ("Titre", "Texte", "Lien", "Auteur", "Média", "Date"),
    ("Chez Nordelait", "Il y a du neuf.", "https://a.example/neuf", "Zoé", "Le Mur", "15/03/2010 14:05"),
)


def text_of(rows: Rows, sign: str = COMMA) -> str:
    """As a CSV writer writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue()
