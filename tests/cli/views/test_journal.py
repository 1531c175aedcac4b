"""What was sent and decided, as `db journal` tells it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smwatch.cli.views.journal import line, show, told_dict
from smwatch.models import Decision, Letter, Post, Posted, Way
from tests.cli.views.seen import EN, FR, NOW, plain, seen

TO = ("a@x.example", "b@x.example")


def posted(**changes: Any) -> Posted:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"name": "matin", "since": None, "until": NOW}
    return Posted(**(told | {"letter": Letter(to=TO, message_id="<1@x>", content=b"")} | changes))


def notice(state: Post, alert: int = 3, **changes: Any) -> Posted:  # noqa: ANN401 - fields
    return posted(kind="notice", alert=alert, name="Luc", state=state, **changes)


def decision(what: str, subject: str, **changes: Any) -> Decision:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"at": NOW, "who": "Marie", "what": what, "subject": subject}
    return Decision(**(told | changes))


BOTH = "a@x.example, b@x.example"


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (
            posted(tries=3),
            f"digest “matin” waits to be sent to {BOTH}; tries: 3",
            f"bulletin « matin » en attente d’envoi à {BOTH}; essais : 3",
        ),
        (
            posted(state=Post.SENT, refused=("b@x.example",)),
            "digest “matin” sent to a@x.example; refused for b@x.example",
            "bulletin « matin » envoyé à a@x.example; refusé pour b@x.example",
        ),
        (
            posted(state=Post.GIVEN_UP, refused=TO),
            f"digest “matin” given up: no server takes it for ?; refused for {BOTH}",
            f"bulletin « matin » abandonné : aucun serveur ne le prend pour ?; refusé pour {BOTH}",
        ),
        (
            notice(Post.WAITING),
            f"the news of alert 3 waits to be sent to {BOTH}; tries: 0",
            f"message sur l’alerte 3 en attente d’envoi à {BOTH}; essais : 0",
        ),
        (notice(Post.SENT), f"the news of alert 3 sent to {BOTH}", f"message sur l’alerte 3 envoyé à {BOTH}"),
        (
            notice(Post.REPLACED),
            f"the news of alert 3 for {BOTH} replaced by newer before it was due",
            f"message sur l’alerte 3 pour {BOTH} remplacé par un plus récent avant son heure",
        ),
        (notice(Post.SENT, alert=0), f"a note for “Luc” sent to {BOTH}", f"mot pour « Luc » envoyé à {BOTH}"),
    ],
)
def test_what_was_sent(one: Posted, english: str, french: str) -> None:
    assert (line(one, EN), plain(line(one, FR))) == (english, french)


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (
            decision("label", "mention", number=3, became="negative"),
            "Marie: mention 3 labelled: not scored → negative",
            "Marie : mention 3 étiquetée : non évalué → négatif",
        ),
        (
            decision("assign", "alert", number=3, whom="Luc"),
            "Marie: alert 3 assigned to Luc",
            "Marie : alerte 3 confiée à Luc",
        ),
        (
            decision("assign", "mention", number=3, gone=True),
            "Marie: mention 3 assigned to ? (no longer stored)",
            "Marie : mention 3 confiée à ? (n’est plus dans la base)",
        ),
        (
            decision("prune", "database", became='{"mentions": 2, "texts": 3, "labels": 0}'),
            "Marie: what is past its time deleted; mentions: 2, texts: 3, labels: 0",
            "Marie : délai passé, supprimé; mentions : 2, textes : 3, étiquettes : 0",
        ),
        (
            decision("close", "alert", number=2, became="false"),
            "Marie: alert 2 closed: false alarm",
            "Marie : alerte 2 close : fausse alerte",
        ),
        (decision("use", "head", number=1, who=""), "head 1 put to use", "réglage 1 mis en service"),
        (
            decision("dance", "floor", number=0, was="a", became="b"),
            "Marie: dance floor 0: a → b",
            "Marie : dance floor 0: a → b",
        ),
        (decision("dance", "floor"), "Marie: dance floor", "Marie : dance floor"),
    ],
)
def test_what_was_decided(one: Decision, english: str, french: str) -> None:
    assert (line(one, EN), plain(line(one, FR))) == (english, french)


def test_each_has_a_line_with_its_time() -> None:
    told = seen(lambda terminal: show(terminal, [decision("use", "head", number=1), posted()]), width=200).out
    assert [said[:18] for said in told.splitlines()] == ["2010-03-24 11:30  "] * 2


def test_a_decision_for_scripts() -> None:
    told = told_dict(decision("assign", "mention", number=3, whom_was="Luc", whom="Marie", version=4, gone=True))
    assert told == {
        "at": "2010-03-24T11:30:00Z",
        "kind": "decision",
        "who": "Marie",
        "what": "assign",
        "subject": "mention",
        "number": 3,
        "was": "",
        "became": "",
        "version": 4,
        "whom_was": "Luc",
        "whom": "Marie",
        "gone": True,
    }


def test_a_message_for_scripts_is_due_only_while_it_waits() -> None:
    waits = posted(way=Way.MAIL, due=NOW, tries=2, taken=("a@x.example",), since=NOW)
    assert told_dict(waits) == {
        "at": "2010-03-24T11:30:00Z",
        "kind": "digest",
        "way": "mail",
        "name": "matin",
        "alert": None,
        "state": "waiting",
        "since": "2010-03-24T11:30:00Z",
        "until": "2010-03-24T11:30:00Z",
        "to": list(TO),
        "taken": ["a@x.example"],
        "refused": [],
        "tries": 2,
        "due": "2010-03-24T11:30:00Z",
        "message_id": "<1@x>",
    }
    assert told_dict(replace(waits, state=Post.SENT))["due"] is None
    assert told_dict(notice(Post.SENT))["alert"] == 3
