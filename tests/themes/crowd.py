# ruff: noqa: E501 - what people say
"""Mentions for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from smwatch.models import DateTrust, Label, MentionRow, Role, Why

MONDAY = datetime(2010, 3, 1, tzinfo=UTC)
LABELS = {-0.6: Label.NEGATIVE, 0.0: Label.NEUTRAL, 0.6: Label.POSITIVE}


def say(number: int, text: str, lang: str = "fr", score: float | None = 0.0, **more: Any) -> MentionRow:  # noqa: ANN401 - any field of the dataclass, by name
    """One mention, ten minutes after the one of the number before, by somebody of its own."""
    at = MONDAY + timedelta(minutes=10 * number)
    given = {
        "brand": "Nordelait",
        "title": "",
        "author": f"auteur {number}",
        "source": f"page {number % 7}",
        "story": "",
    }
    return MentionRow(
        id=number, why=Why.NAMED, published=at, fetched=at, date_trust=DateTrust.FEED, feed="", url="", text=text,
        author_role=Role.PUBLIC, lang=lang, score=score, label=None if score is None else LABELS[score], scorer="",
        thread="", **{**given, **more},
    )  # fmt: skip


FILLERS = (
    "Le comptoir ouvre tôt.", "Ma sœur aime la vanille.", "Il pleut sur Rimouski.", "Où trouver ce fromage?", "Un colis abîmé.",
    "Belle affiche rouge.", "Camion bruyant devant chez nous.", "Le caissier chante.", "Format familial pratique.", "Goût trop sucré.",
    "Vu au ciné-parc.", "Étiquette illisible.", "Le couvercle ferme mal.", "Une pub avec un ours.", "Mon chien en raffole.",
)  # fmt: skip
RECALL = (
    "Rappel de yogourts Nordelait à Granby.", "Le rappel de yogourts inquiète ma mère.", "Encore un rappel de yogourts, ça suffit.",
    "Nordelait annonce un rappel de yogourts.", "Le rappel des yogourts vise la saveur fraise.", "Listeria : rappel de yogourts élargi.",
    "Rappels de yogourts : quoi faire?", "J'ai jeté trois pots à cause du rappel de yogourts.",
)  # fmt: skip


def crowd(first: int = 0) -> list[MentionRow]:
    """People who talk about nothing in particular."""
    return [say(first + at, text) for at, text in enumerate(FILLERS)]


def recall(first: int = 100, n: int = len(RECALL), **more: Any) -> list[MentionRow]:  # noqa: ANN401 - likewise
    """People who talk about a recall."""
    return [say(first + at, RECALL[at % len(RECALL)], **more) for at in range(n)]
