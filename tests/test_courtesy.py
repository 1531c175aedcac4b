"""An employee who speaks for the company on a kept topic gives a gentle note to who is in charge; never more."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from smwatch.courtesy import A_DAY
from tests.delivery.server import Postbox, serving
from tests.desk import LISTS, MAIL, MORNING, SPOKESPERSON, Desk, item

COMPANY = '\n[company]\ndomains = ["nordelait.example"]\n'
PEOPLE = (
    """
[[people]]
name = "Sam Lee"
email = "sam@nordelait.example"
role = "pr"
languages = ["en"]
topics = ["rappel"]
"""
    + SPOKESPERSON
    + 'topics = ["rappel", "santé"]\n'
)

PAUL = "paul@nordelait.example (Paul Roy)"
SAID = "Nous regrettons ce rappel de Nordelait, et tous nos yogourts sont maintenant sans danger pour vous."


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def quiet(desk: Desk, postbox: Postbox) -> Iterator[Desk]:
    """A page with one old remark, heard by a scan; then somebody of the house writes."""
    with serving(postbox) as port:
        desk.config += LISTS + MAIL.format(port=port) + COMPANY + PEOPLE
        say(desk, *OLD)
        assert desk.runs("scan").code == 0
        yield desk


OLD = [("Bonjour tout le monde, voici ce que nous pensons du rappel de Nordelait cette année.", PAUL)]


def say(desk: Desk, *remarks: tuple[str, str]) -> None:
    desk.feed(
        "/page/feed/",
        *(
            item("", text, link=f"http://p.example/{n}", author=who, at=MORNING)
            for n, (text, who) in enumerate(remarks)
        ),
        declared='about = ["Nordelait"]',
    )


def scanned(desk: Desk, *remarks: tuple[str, str]) -> None:
    say(desk, *OLD, *remarks)
    desk.later(minutes=30)
    assert desk.runs("scan").code == 0


def test_one_kind_note_to_who_answers_on_that_topic_in_that_language(quiet: Desk, postbox: Postbox) -> None:
    assert postbox.received == []  # what was said before is no news
    scanned(quiet, (SAID, PAUL))
    (envelope,) = postbox.received
    assert envelope.rcpt_tos == ["marie@nordelait.example"]
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert mail["Content-Language"] == "fr"
    assert "Nous regrettons ce rappel" in text
    assert "smwatch mentions show 2" in text
    assert "Paul" not in f"{mail}{text}"
    assert "Importance" not in mail
    scanned(quiet, (SAID, PAUL))
    scanned(quiet, (SAID, PAUL), ("Merci bien à toute la laiterie.", "Jo"))
    assert len(postbox.received) == 1  # once a mention
    journal = quiet.runs("db journal --lang en").out
    assert "a note for “Marie Tremblay” sent to marie@nordelait.example" in journal
    assert "Paul" not in journal


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (SAID, "Paul Roy"),  # who signs so is anybody
        (SAID, "marie@nordelait.example (Marie)"),  # she may
        ("Je regrette ce rappel de Nordelait, et mange encore de ses yogourts chaque matin.", PAUL),  # for himself
        ("Nous regrettons la pluie de ce matin, chez Nordelait comme ailleurs au Québec.", PAUL),  # no kept topic
    ],
)
def test_nobody_is_told_of_what_needs_no_word(quiet: Desk, postbox: Postbox, text: str, who: str) -> None:
    scanned(quiet, (text, who))
    assert postbox.received == []


@pytest.mark.parametrize("missing", [COMPANY, PEOPLE])
def test_it_is_off_until_all_of_it_is_configured(quiet: Desk, postbox: Postbox, missing: str) -> None:
    quiet.config = quiet.config.replace(missing, "")
    scanned(quiet, (SAID, PAUL))
    assert postbox.received == []


def test_whoever_pretends_to_be_of_the_house_fills_nobodys_mailbox(quiet: Desk, postbox: Postbox) -> None:
    flood = [(f"{SAID} ({n})", f"x{n}@nordelait.example (X{n})") for n in range(40)]
    scanned(quiet, *flood[:20])
    assert len(postbox.received) == A_DAY
    scanned(quiet, *flood)
    assert len(postbox.received) == A_DAY
    assert len(quiet.runs("mentions --role employee --json").json) == 1 + len(flood)
    quiet.later(hours=24)
    scanned(quiet, *flood, ("Chez nous, la santé passe avant tout, et Nordelait le sait bien.", PAUL))
    assert len(postbox.received) == A_DAY + 1


def test_what_is_imported_is_nobodys_news(quiet: Desk, postbox: Postbox) -> None:
    file = quiet.folder / "e.csv"
    file.write_text(
        f'text,date,url,author\n"{SAID}",{MORNING.isoformat()},https://a.example/1,{PAUL}\n', encoding="utf-8"
    )
    quiet.runs(f"mentions import {file} --brand Nordelait --yes")
    quiet.later(minutes=30).runs("scan")
    roles = {row["author_role"] for row in quiet.runs("mentions --json").json if row["url"] == "https://a.example/1"}
    assert roles == {"employee"}, "or it would prove nothing"
    assert postbox.received == []
