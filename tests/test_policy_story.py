"""« N'importe qui du bureau pourra modifier notre profil ? »: who says what and who does what, by commands alone.

The question of a reader in 2010, under a post on a crisis that began on a company's own page, and what answers it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.delivery.server import Postbox, serving
from tests.desk import LISTS, MAIL, MORNING, SPOKESPERSON, Desk, Ran, item, rss

POLICY = (
    LISTS
    + MAIL
    + """
[company]
domains = ["nordelait.example"]
"""
    + SPOKESPERSON
    + """\
topics = ["huile de palme"]
[[people]]
name = "Paul Dubé"
email = "paul@nordelait.example"
role = "pr"
languages = ["fr", "en"]
[[people]]
name = "Sam Lee"
role = "agency"
languages = ["en"]
[[people]]
name = "Luc Petit"
email = "luc@nordelait.example"
[[playbook]]
when = {{ brand = "Nordelait", lang = "fr" }}
who = "Marie Tremblay"
within = "1h"
say = "Nous avons lu vos questions sur notre huile, et nous répondons ici à midi."
"""
)
QUESTION = "N'importe qui du bureau pourra modifier notre profil ? Chez vous aussi ?"
LUC = "luc@bureau.nordelait.example (Luc Petit)"
MARIE = "marie@nordelait.example (Marie Tremblay)"
FOR_THE_COMPANY = "Nous regrettons cette histoire, et notre huile de palme vient maintenant de forêts protégées."
ANSWER = "Bonjour. Voici d'où vient notre huile, et qui parle pour nous : Marie Tremblay, porte-parole."
ANGER = (
    "Honte à vous, c'est dégoûtant et honteux.",
    "Boycott! Plus jamais un de vos produits horribles.",
    "Quel mépris pour vos clients, c'est lamentable.",
    "Vous effacez les commentaires? Scandaleux, une honte.",
    "Très déçue et fâchée, c'est affreux. C'est fini.",
    "Mensonges et arrogance. Je suis dégoûtée.",
    "Minable. Vous avez perdu ma confiance, menteurs.",
    "C'est une catastrophe pour la forêt, quelle horreur.",
    "Vos réponses sont nulles et méprisantes, une honte.",
    "Je déteste cette compagnie, elle est malhonnête.",
    "Une trahison terrible. Je pleure de rage.",
    "Ignoble, cruel et stupide.",
    "C'est le pire scandale, vous êtes des menteurs.",
    "Affreux mensonge sur l'huile de palme, c'est honteux.",
)
HANDS = ("Ève Roy", "Jean Côté", "Ana Ruiz", "Zoé Gagnon", "Guy Morin", "Lise Hébert", "Omar Diop", "Kim Lavoie",
         "Léa Bouchard", "Tom Girard", "Rita Paré", "Hugo Nadeau", "Mia Fortin", "Yan Lemay")  # fmt: skip
EVE = HANDS[0]


class Story:
    """A desk where the company's own page is heard, and the comments under its post."""

    def __init__(self, desk: Desk, postbox: Postbox, port: int) -> None:
        self.desk, self.postbox = desk, postbox
        desk.config += POLICY.format(port=port)
        self.post = desk.server.url("/page/cuillere/")
        self.said = list[str]()
        self.page = list[str]()

    def comment(self, who: str, text: str) -> None:
        """Somebody writes under the post, now."""
        link = f"{self.post}#comment-{len(self.said) + 1}"
        self.said.append(item("", text, link=link, at=self.desk.now, author=who))

    def publishes(self) -> None:
        """The company's post, whose comments have a feed of their own."""
        more = f"<wfw:commentRss>{self.post}feed/</wfw:commentRss><slash:comments>1</slash:comments>"
        self.page.append(item("Notre nouvelle cuillère", "Elle est là!", link=self.post, at=self.desk.now, more=more))

    def scan(self, *, after: timedelta = timedelta()) -> Ran:
        """Time passes, then what is on the page is heard."""
        self.desk.now += after
        declared = 'source = "La page"\nabout = ["Nordelait"]\nauthor_role = "public"'
        self.desk.feed("/page/feed/", *self.page[-20:], declared=declared)
        self.desk.server.serve("/page/cuillere/feed/", rss(*self.said, title="Commentaires sur : Notre cuillère"))
        ran = self.desk.runs("scan --all --json --fail-on-alert")
        assert ran.code in {0, 10}, ran.err
        return ran

    def number(self, words: str) -> int:
        """The mention in which these words stand."""
        (row,) = (row for row in self.desk.runs("mentions --json --limit 500").json if words in row["text"])
        return int(row["id"])

    def as_one(self, who: str, typed: str) -> Ran:
        """A command by one of the people."""
        return self.desk.runs(f"{typed} --as '{who}'")


@pytest.fixture
def story(desk: Desk) -> Iterator[Story]:
    """Four quiet weeks, and then colleagues who grumble: no crisis."""
    postbox = Postbox()
    with serving(postbox) as port:
        told = Story(desk, postbox, port)
        for day in range(28):
            desk.now = MORNING - timedelta(days=28 - day)
            told.page.append(
                item("", f"Bonjour, jour {day}", link=f"http://p.example/{day}", at=desk.now, author=f"A{day}")
            )
            assert told.scan().code == 0
        desk.now = MORNING
        told.publishes()
        assert told.scan().code == 0
        yield told


def crisis(story: Story) -> None:
    """The morning on which the page turns, heard at ten."""
    desk = story.desk
    for who, text in zip(HANDS, ANGER, strict=True):
        desk.later(minutes=5)
        story.comment(f"{who.split()[0].lower()}@courriel.example ({who})", text)
    story.comment("Un lecteur", QUESTION)
    story.comment(LUC, FOR_THE_COMPANY)
    desk.later(minutes=50)


def test_colleagues_are_known_by_their_address_and_make_no_crisis(story: Story) -> None:
    for n, text in enumerate(ANGER):
        story.comment(f"collegue{n}@bureau.nordelait.example (Collègue {n})", text)
    ran = story.scan(after=timedelta(hours=1))
    assert (ran.code, ran.json["mentions"]["new"], ran.json["alerts"]) == (0, len(ANGER), [])
    assert len(story.desk.runs("mentions --role employee --label negative --json").json) >= 10


def test_who_says_what_and_who_does_what(story: Story) -> None:
    """From the crisis to its debrief."""
    desk = story.desk
    crisis(story)
    assert story.scan().code == 10
    the_note_is_gentle(story)
    the_policy_says_who(story)
    the_spokesperson_answers(story)
    the_answer_in_the_thread_is_found(story)
    it_ends(story)
    the_journal_tells_who_did_what(story)
    before = audit_of(desk)
    somebody_is_forgotten(story)
    after = audit_of(desk)
    assert after[: len(before)] == before, "not a row has changed"
    assert [row[3] for row in after[len(before) :]] == ["forget"]
    every_row_makes_sense(story)
    the_debrief_tells_it_all(story)


def the_note_is_gentle(story: Story) -> None:
    """An employee spoke for the company on a topic that is kept: who answers on it is told, and nobody else."""
    (envelope,) = story.postbox.received
    assert envelope.rcpt_tos == ["marie@nordelait.example"]
    assert isinstance(envelope.content, bytes)
    body = message_from_bytes(envelope.content, policy=default).get_body(("plain",))
    assert body is not None
    assert "huile de palme" in body.get_content()
    assert "Luc" not in body.get_content()
    (row,) = story.desk.runs("mentions --role employee --json").json
    assert row["text"] == FOR_THE_COMPANY


def the_policy_says_who(story: Story) -> None:
    """Whoever may not answer is refused, with the reason and who may; nothing is kept of it."""
    shown = story.desk.runs("alerts show 1").out
    assert "Marie Tremblay, within 1 hour" in shown
    assert "nous répondons ici à midi" in " ".join(shown.split())
    alarmed = story.number("Affreux mensonge")
    for subject, name, why in (
        ("alerts assign 1", "Luc Petit", "an employee passes it on"),
        ("alerts assign 1", "Sam Lee", "doesn't answer in French"),
        (f"mentions assign {alarmed}", "Paul Dubé", "it is about “huile de palme”"),
    ):
        refused = story.as_one("Paul Dubé", f"{subject} --to '{name}'")
        assert (refused.code, refused.out) == (2, "")
        assert why in " ".join(refused.err.split())
        assert "ask Marie Tremblay" in " ".join(refused.err.split())
    assert story.as_one("Personne", "alerts ack 1").code == 2
    decided = [one["what"] for one in story.desk.runs("db journal --json").json if one["kind"] == "decision"]
    assert decided == []


def the_spokesperson_answers(story: Story) -> None:
    """Seen, given to her, late, answered."""
    desk, question = story.desk, story.number("profil")
    assert story.as_one("Paul Dubé", "alerts ack 1").code == 0
    desk.later(minutes=5)
    assert story.as_one("Paul Dubé", "alerts assign 1 --to 'Marie Tremblay'").code == 0
    assert story.as_one("Paul Dubé", f"mentions assign {question} --to 'Marie Tremblay'").code == 0
    desk.later(hours=2)
    mine = story.as_one("Marie Tremblay", "todo --json").json
    assert {(one["subject"], one["id"]) for one in mine} >= {("alert", 1), ("mention", question)}
    assert all(one["overdue_seconds"] > 0 for one in mine if one["subject"] == "mention")
    assert "overdue by" in story.as_one("Marie Tremblay", "todo").out
    digest = " ".join(desk.runs("digest").out.split())
    assert "Marie Tremblay" in digest
    assert "overdue by" in digest
    link = f"{story.post}#reponse"
    assert story.as_one("Marie Tremblay", f"mentions answer {question} --link {link}").code == 0
    shown = desk.runs(f"mentions show {question} --json").json
    assert (shown["status"], shown["answer"], shown["found"]) == ("answered", link, False)


def the_answer_in_the_thread_is_found(story: Story) -> None:
    """Her comment, known by its address, answers what stands above it."""
    story.desk.later(minutes=10)
    story.comment(MARIE, ANSWER)
    story.scan(after=timedelta(minutes=5))
    shown = story.desk.runs(f"mentions show {story.number('Ignoble')} --json").json
    assert (shown["status"], shown["found"], shown["answer"]) == ("answered", True, f"{story.post}#comment-17")
    assert [one["subject"] for one in story.as_one("Marie Tremblay", "todo --json").json] == ["alert"]


def it_ends(story: Story) -> None:
    """Days without anger, and a word on what it was."""
    for _ in range(12):
        story.scan(after=timedelta(hours=12))
    assert story.desk.runs("alerts list --json").json[0]["level"] == "closed"
    assert story.as_one("Marie Tremblay", "alerts close 1 --reason 'Répondu sur la page.'").code == 0


def the_journal_tells_who_did_what(story: Story) -> None:
    """By name, with what it was and became."""
    told = story.desk.runs("db journal --limit 200").out
    for line in (
        "Paul Dubé: alert 1 seen",
        "Paul Dubé: alert 1 assigned to Marie Tremblay",
        f"Marie Tremblay: mention {story.number('profil')} answered",
        "Marie Tremblay: alert 1 closed: done",
    ):
        assert line in told
    assert "found in its thread" in told
    assert not any(name in told for name in (EVE, "Luc Petit")), "no author's name"


def audit_of(desk: Desk) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db:
        return db.execute("SELECT * FROM audit ORDER BY id").fetchall()


def somebody_is_forgotten(story: Story) -> None:
    """One who wrote, whose mention was answered."""
    ran = story.as_one("Paul Dubé", f"db forget --author '{EVE}' --yes")
    assert ran.code == 0, ran.err
    assert EVE not in story.desk.runs("mentions --json --limit 500").out


def every_row_makes_sense(story: Story) -> None:
    """What a row is about is there still, or is told as gone."""
    gone = 0
    for one in story.desk.runs("db journal --json --limit 500").json:
        if one["kind"] == "decision" and one["subject"] == "mention":
            there = story.desk.runs(f"mentions show {one['number']}").code == 0
            assert there is not one["gone"]
            gone += one["gone"]
    assert gone >= 1
    assert "(no longer stored)" in story.desk.runs("db journal --limit 500").out


def the_debrief_tells_it_all(story: Story) -> None:
    """In both languages, to a file, and for a script."""
    desk = story.desk
    text = desk.runs("alerts review 1 --lang en").out
    assert text.startswith("# Debrief of alert 1 · Nordelait: crisis over\n")
    for words in (
        "Paul Dubé has seen the alert", "Paul Dubé gives the alert to Marie Tremblay", "Répondu sur la page.",
        "(found in its thread)", "Asked from 17 March 2010", "Marie Tremblay, within 1 hour",
        "nous répondons ici à midi", "late by", "profil", "**Employees** · 1 mention", "**The company itself** · 1",
        "### What did we see late, and why?", f"(<{story.post}#reponse>)",
    ):  # fmt: skip
        assert words in text, words
    assert EVE not in text
    assert re.search(r"Answered: (\d+) of \1 mentions", text), "all that are left"
    assert desk.runs("alerts review 1 --lang fr").out.startswith("# Bilan de l’alerte 1")
    file = desk.folder / "bilan.md"
    assert "written to" in desk.runs(f"alerts review 1 --lang en -o {file}").err
    assert file.read_text("utf-8") == text
    found = desk.runs("alerts review 1 --json").json
    assert found["answers"]["answered"] == found["answers"]["wanted"] > 10
    assert found["policy"]["rules"][0]["late_seconds"] > 0
    between = f"--since {found['since']} --until 2010-03-19T12:20:01Z"
    listed = desk.runs(f"mentions --brand Nordelait {between} --json --limit 500").json
    assert sum(group["mentions"] for group in found["groups"]) == len(listed), "its numbers are those of the list"
