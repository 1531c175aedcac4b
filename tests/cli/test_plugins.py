"""Plug-ins as a user meets them: a package installed beside smwatch, the real command in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from smwatch.models import Label, MentionFilter
from smwatch.store import open_store
from tests.desk import item, rss
from tests.plugs import ACME, install
from tests.server import FeedServer

BROKEN = """
from smwatch.models import Label, Sentiment
class Scorer:
    name, versions = "broken", {"broken/1"}
    def score(self, passages):
        return [Sentiment(score=7, label=Label.POSITIVE, scorer="broken/1") for _ in passages]
class Encoder:
    name = "broken/1"
    def vectors(self, texts):
        raise RuntimeError("out of memory")
def crash():
    raise ImportError("libacme.so is missing")
"""


@dataclass
class Place:
    """A machine on which the packages are installed."""

    packages: Path
    folder: Path

    def runs(self, *typed: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """The command as typed, with what it is given on stdin."""
        environ = os.environ | {
            "PYTHONPATH": str(self.packages),
            "XDG_DATA_HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-m", "smwatch", *typed]
        return subprocess.run(
            command, input=given, capture_output=True, text=True, encoding="utf-8", env=environ, cwd=self.folder,
            check=False, timeout=300,
        )  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    packages, folder = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("home")
    install(packages, "acme", ACME, scorers="acme = acme:scorer", encoders="acme = acme:encoder")
    broken = "broken = broken:Scorer\ncrashing = broken:crash"
    install(packages, "broken", BROKEN, scorers=broken, encoders="broken = broken:Encoder")
    return Place(packages, folder)


def line(text: str, lang: str = "en") -> str:
    return json.dumps({"id": 1, "text": text, "lang": lang}) + "\n"


def test_a_strangers_scorer_scores_and_is_explained(place: Place) -> None:
    scored = place.runs("sentiment", "score", "--scorer", "acme", given=line("So slow.") + line(""))
    assert scored.returncode == 0, scored.stderr
    slow, nothing = map(json.loads, scored.stdout.splitlines())
    assert (slow["score"], slow["label"], slow["scorer"], slow["scored"]) == (-0.5, "negative", "acme/1", True)
    assert (nothing["label"], nothing["scored"]) == ("neutral", False)
    ran = place.runs("sentiment", "explain", "--scorer", "acme", "--json", "Lovely coffee. But so slow.")
    parts = json.loads(ran.stdout)["parts"]
    assert [(part["share"], part["lists"]) for part in parts] == [(0.0, None), (-0.75, None)]
    assert {one["word"]: one["share"] for one in parts[1]["words"]} == {"But": 0.0, "so": 0.0, "slow": -0.75}
    shown = place.runs("sentiment", "explain", "--scorer", "acme", "Lovely coffee. But so slow.").stdout
    assert "What made it: slow -1.0" in shown
    unscored = place.runs("sentiment", "explain", "--scorer", "acme", "http://a.example/")
    assert "Not scored" in unscored.stdout


def test_a_config_may_name_it_for_a_language(place: Place) -> None:
    config = place.folder / "one.toml"
    config.write_text('[[brands]]\nname = "Lumina"\n[sentiment]\nen = "acme"\nfr = "lexicon"\n', "utf-8")
    ran = place.runs("--config", str(config), "sentiment", "explain", "--json", "The queue is so slow today")
    assert json.loads(ran.stdout)["scorer"] == "acme/1", ran.stderr
    ran = place.runs("--config", str(config), "sentiment", "explain", "--json", "Quelle honte, vraiment")
    assert json.loads(ran.stdout)["scorer"].startswith("vader-fr/")


@pytest.mark.parametrize(
    ("scorer", "said"),
    [
        ("broken", "the plug-in broken is not as it should be: scores must be numbers from -1 to 1"),
        ("crashing", "the plug-in crashing failed: ImportError: libacme.so is missing"),
    ],
)
def test_a_broken_one_is_named_without_a_traceback(place: Place, scorer: str, said: str) -> None:
    ran = place.runs("sentiment", "score", "--scorer", scorer, given=line("So slow."))
    assert (ran.returncode, ran.stdout) == (4, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_one_that_there_is_not_is_told_with_those_there_are(place: Place) -> None:
    ran = place.runs("sentiment", "score", "--scorer", "acmee", given=line("So slow."))
    assert ran.returncode == 2
    assert "acme" in ran.stderr.partition("→")[2]


def test_an_encoder_is_taught_and_then_scores(place: Place) -> None:
    pytest.importorskip("numpy", reason="the extra [neural] isn't installed")
    before = place.runs("sentiment", "score", "--scorer", "encoder:acme", given=line("So slow."))
    assert (before.returncode, before.stdout) == (2, "")
    assert "smwatch sentiment train --encoder acme" in before.stderr
    several = place.runs("sentiment", "train")
    assert (several.returncode, "acme, broken" in several.stderr) == (2, True)
    failed = place.runs("sentiment", "train", "--encoder", "broken")
    assert (failed.returncode, "RuntimeError: out of memory" in failed.stderr) == (4, True)

    taught = place.runs("sentiment", "train", "--encoder", "acme", "--json")
    assert taught.returncode == 0, taught.stderr
    learnt = json.loads(taught.stdout)
    assert (learnt["encoder"], learnt["size"]) == ("trigrams/1", 32)
    assert learnt["measured"]["macro_f1"] > 0.4, "spelling and word lists together say something"
    assert Path(learnt["file"]).is_relative_to(place.folder)
    assert len(list(Path(learnt["file"]).parent.iterdir())) == 1, "nothing half written is left"

    scored = place.runs("sentiment", "score", "--scorer", "encoder:acme", given=line("Terrible, awful, a disgrace."))
    answer = json.loads(scored.stdout)
    assert (answer["label"], answer["scorer"]) == ("negative", f"encoder:acme/{learnt['version']}")
    ran = place.runs("sentiment", "explain", "--scorer", "encoder:acme", "--json", "Terrible, awful. I like it.")
    found = json.loads(ran.stdout)
    assert found["nearest"] == [], "the packed vectors are another encoder's"
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert found["parts"][0]["share"] < found["parts"][1]["share"]


def test_the_scorer_that_the_page_shows_works(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "plug-in-a-scorer.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for block in blocks:
        compile(block, "plug-in-a-scorer.md", "exec")
    install(tmp_path, "smwatch_acme", blocks[0], scorers="acme = smwatch_acme:scorer")
    ran = Place(tmp_path, tmp_path).runs(
        "sentiment", "explain", "--json", "--scorer", "acme", "I have been waiting for three weeks. The sun shines."
    )
    found = json.loads(ran.stdout)
    assert (found["score"], found["words"]) == (-0.6, [{"word": "waiting", "share": -1.0}])
    assert [part["share"] for part in found["parts"]] == [-0.6, 0.0]


def stored(file: Path) -> list[tuple[Label | None, str | None]]:
    """What each mention was heard as, and by what."""
    with closing(open_store(file)) as store:
        return [(mention.label, mention.scorer) for mention in store.mentions(MentionFilter(hidden=True))]


@pytest.mark.parametrize("scorer", ["broken", "crashing"])
def test_a_scan_with_a_broken_one_stores_nothing_and_check_names_it(
    place: Place, server: FeedServer, tmp_path: Path, scorer: str
) -> None:
    server.serve("/feed/", rss(item("Nordelait", "Nordelait is so slow today", link="http://a.example/1")))
    config = tmp_path / "smwatch.toml"
    head = f'database = "heard.db"\n[[brands]]\nname = "Nordelait"\n[[feeds]]\nurl = "{server.url("/feed/")}"\n'
    more = f'[network]\nallow_private = ["127.0.0.0/8"]\n[sentiment]\nen = "{scorer}"\nfr = "lexicon"\n'
    config.write_text(head + more, "utf-8")
    scanned = place.runs("--config", str(config), "scan")
    assert (scanned.returncode, f"the plug-in {scorer} " in scanned.stderr) == (4, True), scanned.stderr
    assert "Traceback" not in scanned.stderr
    assert stored(tmp_path / "heard.db") == []
    checked = place.runs("--config", str(config), "check")
    assert f"✗ [sentiment]: the plug-in {scorer} " in checked.stdout, checked.stdout + checked.stderr
    config.write_text(config.read_text("utf-8").replace(f'"{scorer}"', '"acme"'), "utf-8")
    mended = place.runs("--config", str(config), "scan", "--all")
    assert mended.returncode == 0, mended.stderr
    assert stored(tmp_path / "heard.db") == [("negative", "acme/1")]
