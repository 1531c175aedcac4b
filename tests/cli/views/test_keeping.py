"""What is said of what goes: of pruning, of a person, of a brand; and of what is left of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.cli.views.keeping import (
    WHO,
    brand_dict,
    brand_line,
    forgotten_dict,
    left_line,
    person_dict,
    pruned_dict,
    show_forgotten,
    show_person,
    show_pruned,
    show_thrown_away,
    size,
)
from smwatch.config.settings import Retention
from smwatch.models import BrandForgotten, Forgotten, Left, Person, Pruned
from tests.cli.views.seen import EN, FR, plain, seen

A_YEAR = Retention(mentions=timedelta(days=365))
PRUNED = Pruned(mentions=1, entries=1200, labels=2, labels_kept=1, free=2_500_000)
GONE = "1 mention, the texts of 1,200 entries that mention nobody"
JO = Person(
    names=("Jo Roy", "J. Roy"), addresses=("jo@a.example",), entries=3, mentions=2, others=1, labels=1, elsewhere=2,
    full=True,
)  # fmt: skip
DONE = Forgotten(number=4, person=JO, messages=1, feeds=1, read=12_340_000)


def pruned(done: Pruned, kept: Retention = A_YEAR, *, dry_run: bool = False, lang: str = "en") -> list[str]:
    return seen(lambda terminal: show_pruned(terminal, done, kept, dry_run=dry_run), lang).out.splitlines()


def test_what_was_pruned_is_told_with_the_room_that_it_left() -> None:
    assert pruned(PRUNED) == [
        f"Deleted: {GONE}.",
        "And 2 labels of yours.",
        "1 label of yours keeps the text that it was given to; --labels deletes it too.",
        "2.5 MB of the file are free for what comes.",
    ]
    assert pruned(PRUNED, lang="fr") == [
        "Supprimé : 1 mention, le texte de 1 200 publications qui ne mentionnent personne.",
        "Et 2 de vos étiquettes.",
        "1 de vos étiquettes garde le texte auquel elle a été donnée; --labels la supprime aussi.",
        "2,5 Mo du fichier sont libres pour la suite.",
    ]


def test_a_dry_run_says_what_would_go_and_nothing_of_room() -> None:
    assert pruned(PRUNED, dry_run=True)[0] == f"Would go: {GONE}."
    assert not any("free" in line for line in pruned(PRUNED, dry_run=True))


def test_of_a_servers_room_it_says_who_uses_it_again() -> None:
    told = pruned(replace(PRUNED, free=None, labels=0, labels_kept=0))
    assert told == [f"Deleted: {GONE}.", "The server uses their room again by itself (autovacuum)."]


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (A_YEAR, "Nothing is past its time."),
        (Retention(), "Nothing is past its time."),
        (Retention(entries=None), "[retention] says that everything is kept for ever: nothing to delete."),
    ],
)
def test_where_nothing_goes_it_says_why(kept: Retention, told: str) -> None:
    assert pruned(Pruned(), kept) == [told]


def test_labels_may_go_even_where_everything_else_is_kept() -> None:
    assert pruned(Pruned(labels=1), Retention(entries=None))[1] == "And 1 label of yours."


def test_pruning_for_scripts() -> None:
    assert pruned_dict(PRUNED, dry_run=True) == {
        "mentions": 1,
        "entries": 1200,
        "labels": 2,
        "labels_kept": 1,
        "free_bytes": 2_500_000,
        "dry_run": True,
    }


@pytest.mark.parametrize(("n", "english", "french"), [(0, "0.0 MB", "0,0 Mo"), (12_340_000, "12.3 MB", "12,3 Mo")])
def test_bytes_are_said_as_megabytes(n: int, english: str, french: str) -> None:
    assert (size(n, EN), plain(size(n, FR))) == (english, french)


TOO = "Whoever bears exactly this name is taken out too; what they write from now on isn't stored.\n"


def test_a_person_is_shown_before_they_are_forgotten() -> None:
    told = seen(lambda terminal: show_person(terminal, "Jo Roy", JO))
    assert told.out.splitlines() == [
        "Of Jo Roy: 3 entries, 2 of them mentions.",
        "  signed: Jo Roy; J. Roy",
        "  addresses: jo@a.example",
        "1 label of yours goes too.",
        "In 1 entry of other people their name, address or page is blotted out.",
        "So it is in 2 texts elsewhere: in labels, alerts, feeds, messages that wait.",
    ]
    assert told.err == TOO


def test_a_name_that_is_not_whole_is_not_looked_for_in_what_others_write() -> None:
    told = seen(lambda terminal: show_person(terminal, "Jo", replace(JO, full=False, labels=0)))
    assert told.out.splitlines()[-1] == "That is no full name: what other people write isn't searched for it."
    assert "blotted out" not in told.out


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Person(), "Nothing is stored of Jo. What they write from now on isn't stored, either."),
        (Person(known=True), "Jo was taken out before; the file is cleaned and read through once more."),
    ],
)
def test_of_somebody_who_is_not_stored_there_is_little_to_say(found: Person, told: str) -> None:
    shown = seen(lambda terminal: show_person(terminal, "Jo", found))
    assert (shown.out, shown.err) == (told + "\n", "")


def test_of_many_names_the_first_twenty_are_shown() -> None:
    many = replace(JO, names=tuple(f"N{n}" for n in range(21)))
    told = seen(lambda terminal: show_person(terminal, "Jo", many), width=200).out
    assert "; N19 …" in told
    assert "N20" not in told
    all_of_them = replace(JO, names=tuple(f"N{n}" for n in range(20)))
    assert "N19\n" in seen(lambda terminal: show_person(terminal, "Jo", all_of_them), width=200).out


def test_somebody_who_is_only_told_by_others_is_shown_too() -> None:
    told = seen(lambda terminal: show_person(terminal, "Jo Roy", Person(others=1, full=True)))
    assert told.out.startswith("Of Jo Roy: 0 entries, 0 of them mentions.\n")


CLEAN = "smwatch knows of no copy of the database; if you made any, delete them."


def test_a_person_who_is_gone_is_told_with_what_was_read_through() -> None:
    told = seen(lambda terminal: show_forgotten(terminal, "Jo Roy", DONE))
    assert told.out.splitlines() == [
        "1 message that waited to be sent told them, and was thrown away.",
        "Read through all 12.3 MB: nothing of Jo Roy is left.",
    ]
    assert told.err == CLEAN + "\n"
    assert seen(lambda terminal: show_forgotten(terminal, "Jo Roy", DONE), "fr").out.splitlines() == [
        "1 message en attente d’envoi en parlait, et a été jeté.",
        "Les 12,3 Mo ont été lus d’un bout à l’autre : il ne reste rien de Jo Roy.",
    ]


def test_what_is_left_is_warned_of_with_what_can_be_done() -> None:
    left = (
        Left(where="labels.text", count=2),
        Left(where="file", count=1),
        Left(where=WHO, count=1),
        Left(where="feeds.url", count=1, feed="https://a.example/f"),
    )
    done = replace(DONE, left=left, backups=(Path("/b/1.db"),), backups_deleted=(Path("/b/2.db"), Path("/b/3.db")))
    assert seen(lambda terminal: show_forgotten(terminal, "Jo Roy", done)).err.splitlines() == [
        "Read through all 12.3 MB: of Jo Roy there is left",
        "  2 times in labels.text",
        "  in the bytes of the file, in no table: run this again, with everything else closed",
        "  in the journal, as who decided something: that is kept as it is",
        "  in the feed https://a.example/f, which the config names: take it out, scan, and run this again",
        "Deleted: /b/2.db, /b/3.db",
        "These copies may still hold them; delete them, or make new ones: /b/1.db",
        "`--backups` deletes those that smwatch made. It doesn't know of copies elsewhere.",
    ]


def test_of_a_server_it_says_what_is_out_of_reach() -> None:
    done = replace(DONE, out_of_reach=True, messages=0)
    told = seen(lambda terminal: show_forgotten(terminal, "Jo Roy", done), width=300)
    assert told.out == "Every table was written anew and looked through: nothing of Jo Roy is left.\n"
    assert "write-ahead log" in told.err
    rest = replace(done, left=(Left(where="t.c", count=1),))
    told = seen(lambda terminal: show_forgotten(terminal, "Jo Roy", rest), width=300)
    assert told.err.startswith(
        "Every table was written anew and looked through: of Jo Roy there is left\n  1 time in t.c\n"
    )


def test_a_feed_of_the_config_is_told_before_where_it_stands() -> None:
    assert left_line(Left(where="file", count=1, feed="https://a.example/f"), EN).startswith("in the feed https://a.e")


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, ""),
        (1, "1 message en attente d’envoi en parlait, et a été jeté.\n"),
        (2, "2 messages en attente d’envoi en parlaient, et ont été jetés.\n"),
    ],
)
def test_messages_that_were_thrown_away_are_told_in_french_too(n: int, told: str) -> None:
    assert seen(lambda terminal: show_thrown_away(terminal, n), "fr").out == told


def test_forgetting_for_scripts_tells_the_person_and_what_became_of_them() -> None:
    assert person_dict("Jo", JO) == {
        "author": "Jo",
        "names": ["Jo Roy", "J. Roy"],
        "addresses": ["jo@a.example"],
        "pages": [],
        "entries": 3,
        "mentions": 2,
        "others": 1,
        "elsewhere": 2,
        "labels": 1,
    }
    left = (Left(where="t.c", count=2), Left(where="f.u", count=1, feed="https://a.example/f"))
    told = forgotten_dict("Jo", replace(DONE, left=left, backups=(Path("/b/1.db"),)))
    assert told == person_dict("Jo", JO) | {
        "request": 4,
        "messages": 1,
        "feeds": 1,
        "left": [
            {"where": "t.c", "count": 2, "feed": None},
            {"where": "f.u", "count": 1, "feed": "https://a.example/f"},
        ],
        "read_bytes": 12_340_000,
        "out_of_reach": False,
        "backups": ["/b/1.db"],
        "backups_deleted": [],
    }


def test_a_brand_is_told_by_what_is_stored_of_it() -> None:
    found = BrandForgotten(mentions=2, alerts=1, labels=0, messages=3)
    assert brand_line("Nordelait", found, EN) == "Of Nordelait: 2 mentions, 1 alert, 0 labels."
    assert plain(brand_line("Nordelait", found, FR)) == "De Nordelait : 2 mentions, 1 alerte, 0 étiquette."
    figures = {"mentions": 2, "alerts": 1, "labels": 0, "messages": 3}
    assert brand_dict("Nordelait", found, done=True) == {"brand": "Nordelait", **figures, "dry_run": False}
    assert brand_dict("Nordelait", found, done=False)["dry_run"] is True
