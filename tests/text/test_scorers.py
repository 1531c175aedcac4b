"""What the names of scorers say to people."""

from __future__ import annotations

import pytest

from smwatch.locales import Speech
from smwatch.text.scorers import scored_by


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("", "user"), ""),
        (("encoder/1", "encoder/1", "user"), "Scored by the encoder (encoder/1)."),
        (("encoder:acme/2",), "Scored by the encoder (encoder:acme/2)."),
        (("vader/2", "vader-fr/2"), "Scored by word lists only (vader-fr/2, vader/2)."),
        (("lexicon/2",), "Scored by word lists only (lexicon/2)."),
        (("vader-stock/1",), "Scored by word lists only (vader-stock/1)."),
        (("vader/2", "encoder/1"), "Scored by encoder/1, vader/2."),
        (("acme/3",), "Scored by acme/3."),
    ],
)
def test_it_is_said_what_scored(names: tuple[str, ...], said: str) -> None:
    assert scored_by(names, Speech("en")) == said
    assert scored_by(names, Speech("fr")).startswith("Sentiment évalué par " if said else "")
