from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.clean import clean
from smwatch.text.mojibake import mend


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("dÃ©jÃ\u00a0 vu", "déjà vu"),
        ("dÃ©jÃ  vu", "déjà vu"),  # a no-break space that became a plain one
        ("lâ€™usine", "l’usine"),
        ("lâ\x80\x99usine", "l’usine"),  # by way of ISO-8859-1
        ("lÃ¢â‚¬â„¢usine", "l’usine"),  # twice
        ("Ã¢â€šÂ¬", "€"),
        ("â€œoui, dit-ilâ€\x9d", "“oui, dit-il”"),
        ("â€œoui, dit-ilâ€", "“oui, dit-il”"),  # its last byte was dropped on the way
        ("MÃ\x89DIAS, CITÃ‰", "MÉDIAS, CITÉ"),
        ("Ã€ la une", "À la une"),
        ("dÃ» en aoÃ»t, mÃªme lÃ\u00a0!", "dû en août, même là!"),
        ("HÃ”TEL", "HÔTEL"),
        ("Å“uvre, cÅ“ur", "œuvre, cœur"),
        ("Â«\u00a0bonjourÂ\u00a0Â» 20Â°C", "«\u00a0bonjour\u00a0» 20°C"),
        ("ðŸ˜€", "😀"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("ã\x81“ã‚“ã\x81«", "こんに"),
        # only the part that is wrong
        ("NestlÃ© dit : « Où est l’été ? »", "Nestlé dit : « Où est l’été ? »"),
    ],
)
def test_what_is_certain_is_mended(read: str, meant: str) -> None:
    assert mend(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO",
        "IRMÃ, MAÇÃ É BOA, A letra Ã é nasal",
        "«IRMÃ»",  # a capital and a mark that may close a word
        "“AMANHÃ”",
        "AMANHÃ…",
        "MAÇÃ™",
        "«PÅ»",
        "«Â»",
        "CAFÉ\u00a0!",
        "ÂGE, CHÂTEAU, château…",
        "AÑO…",
        "là»…",
        "été»…é",
        "déjà vu",
        "naïve",
        "plain ASCII",
        "",
    ],
)
def test_what_somebody_may_have_meant_is_left_alone(text: str) -> None:
    assert mend(text) is text


def test_a_text_is_mended_where_its_entities_hide_it() -> None:
    assert clean("<p>d&Atilde;&copy;j&Atilde;&nbsp; vu, l&#226;&#128;&#153;usine</p>") == "déjà vu, l’usine"


FRENCH = st.text(st.sampled_from("abcdeéèêàâçùûîïôœÉÈÀÇ «»’…—\u00a0!?.,"), max_size=60)


@given(FRENCH)
def test_french_as_it_is_written_is_never_touched(text: str) -> None:
    assert mend(text) == text


@given(
    st.lists(st.sampled_from("déjà été où œuvre garçon naïveté août l’île fête".split()), min_size=1), st.integers(1, 2)
)
def test_words_come_back_as_they_were_before_they_were_misread(words: list[str], times: int) -> None:
    said = text = " ".join(words)
    for _ in range(times):
        text = text.encode().decode("latin-1")
    assert mend(text) == said


@given(st.text())
def test_what_is_mended_is_text(text: str) -> None:
    mend(text).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("unit", ["Ã©", "Ã", "Ã©Ã", "â€", "ÃƒÂ©", "a Ã© ’", " Ã "])
def test_long_muddles_take_linear_time(unit: str) -> None:
    started = time.process_time()
    mend(unit * (200_000 // len(unit)) + "Ã©")
    assert time.process_time() - started < 5


def test_the_library_is_loaded_only_where_there_is_something_to_mend() -> None:
    code = "import sys; from smwatch.text.clean import clean; clean('déjà vu, château'); print('ftfy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
