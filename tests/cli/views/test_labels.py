"""What is said when somebody says how a mention feels, and when mentions are scored again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.views.labels import (
    outdated_line,
    relabelled_dict,
    relabelled_line,
    rescored_dict,
    show_rescored,
    who_labelled,
)
from smwatch.models import Label, Relabelled, Rescored, UserLabel
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import mention

BAD, SO, GOOD = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
ROW = mention(5)
TAKEN_BACK = "Votre étiquette de la mention 12 et de 2 copies de son texte est retirée."


def relabelled(label: Label | None, before: dict[Label | None, int], **changes: Any) -> Relabelled:  # noqa: ANN401 - fields
    return Relabelled(mention=12, brand="Nordelait", label=label, before=before, **changes)


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (
            relabelled(BAD, {SO: 1}),
            "Mention 12 is negative now; it was neutral.",
            "La mention 12 est maintenant négative; elle était neutre.",
        ),
        (
            relabelled(BAD, {None: 1}),
            "Mention 12 is negative now; it was not scored.",
            "La mention 12 est maintenant négative; elle n’était pas évaluée.",
        ),
        (
            relabelled(BAD, {BAD: 1}),
            "Mention 12 was negative already; now that is your word.",
            "La mention 12 était déjà négative; c’est maintenant vous qui le dites.",
        ),
        (
            relabelled(GOOD, {BAD: 2, None: 1}, copies=2),
            "Mention 12 and 2 copies of its story are positive now; before: negative: 2, not scored: 1.",
            "La mention 12 et 2 copies de son texte sont maintenant positives; avant : négatif : 2, non évalué : 1.",
        ),
        (
            relabelled(SO, {SO: 3}, copies=2),
            "Mention 12 and 2 copies of its story were neutral already; now that is your word.",
            "La mention 12 et 2 copies de son texte étaient déjà neutres; c’est maintenant vous qui le dites.",
        ),
        (
            relabelled(SO, {GOOD: 2}, copies=1),
            "Mention 12 and 1 copy of its story are neutral now; they were positive.",
            "La mention 12 et 1 copie de son texte sont maintenant neutres; elles étaient positives.",
        ),
        (
            relabelled(BAD, {BAD: 1}, kept=True),
            "Mention 12 has this label of yours already: negative.",
            "La mention 12 porte déjà cette étiquette de votre part : négatif.",
        ),
        (
            relabelled(None, {None: 1}, kept=True, removed=True),
            "Mention 12 has no label of yours.",
            "La mention 12 ne porte aucune étiquette de votre part.",
        ),
        (
            relabelled(SO, {BAD: 1}, removed=True),
            "Your label of mention 12 is taken back. Mention 12 is neutral now.",
            "Votre étiquette de la mention 12 est retirée. La mention 12 est maintenant neutre.",
        ),
        (
            relabelled(None, {BAD: 3}, copies=2, removed=True),
            "Your label of mention 12 and 2 copies of its story is taken back. Mention 12 is not scored now.",
            f"{TAKEN_BACK} La mention 12 n’est plus évaluée.",
        ),
    ],
)
def test_a_label_says_what_it_changed(one: Relabelled, english: str, french: str) -> None:
    assert (relabelled_line(one, EN), plain(relabelled_line(one, FR))) == (english, french)


def test_scripts_are_told_what_a_mention_is_and_was_and_whether_anything_was_done() -> None:
    assert relabelled_dict(relabelled(None, {None: 1, BAD: 2}, kept=True)) == {
        "id": 12,
        "brand": "Nordelait",
        "label": None,
        "before": {"null": 1, "negative": 2},
        "copies": 0,
        "done": False,
    }
    assert relabelled_dict(relabelled(GOOD, {SO: 1}, copies=3)) | {"before": {}} == {
        "id": 12,
        "brand": "Nordelait",
        "label": "positive",
        "before": {},
        "copies": 3,
        "done": True,
    }


def user_label(**changes: Any) -> UserLabel:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"id": 1, "mention": ROW.id, "brand": "Nordelait", "story": "s", "label": GOOD, "at": NOW}
    return UserLabel(**(told | {"title": ROW.title, "text": ROW.text} | changes))


SAID = "Sentiment: positive, as you said 24 March 2010 at 11:30"
WITHOUT = "Without you: negative (-0.72, by vader/1)."


@pytest.mark.parametrize(
    ("labelled", "told"),
    [
        (user_label(), [f"{SAID}.", WITHOUT]),
        (
            user_label(text="It said something else."),
            [
                f"{SAID}.",
                "Its text has changed since; your label stays.",
                WITHOUT,
            ],
        ),
        (
            user_label(mention=9, text="of the copy"),
            [
                f"{SAID} of mention 9, which tells the same story.",
                WITHOUT,
            ],
        ),
        (
            user_label(mention=None),
            [
                f"{SAID} of another mention, which told the same story.",
                WITHOUT,
            ],
        ),
    ],
    ids=["itself", "changed since", "of a copy", "of a copy that is gone"],
)
def test_a_mention_says_who_labelled_it_and_what_the_scorer_says(labelled: UserLabel, told: list[str]) -> None:
    assert who_labelled(ROW, labelled, EN) == told


def test_where_nothing_could_be_scored_the_label_is_all_there_is() -> None:
    assert who_labelled(mention(5, None), user_label(), EN)[-1] == "Without you, nothing in it could be scored."
    half = mention(5, BAD, machine_label=None)
    assert who_labelled(half, user_label(), EN)[-1] == "Without you, nothing in it could be scored."


def test_what_an_older_scorer_scored_is_counted_with_the_way_to_mend_it() -> None:
    assert outdated_line(1, EN) == (
        "1 mention was scored by an older version or another scorer: smwatch sentiment rescore"
    )
    assert plain(outdated_line(2000, FR)) == (
        "2 000 mentions ont été évaluées par une version plus ancienne ou un autre évaluateur :"
        " smwatch sentiment rescore"
    )


DONE = Rescored(mentions=7, changes={(BAD, SO): 2, (None, GOOD): 3}, corrected=2, went_on=True)


def test_scoring_again_tells_what_changed_the_most_first() -> None:
    told = seen(lambda terminal: show_rescored(terminal, DONE))
    assert told.out.splitlines() == [
        "7 mentions scored again, 5 labels changed.",
        "  not scored → positive: 3",
        "  negative → neutral: 2",
        "2 keep the labels that you gave.",
    ]
    assert told.err == "It went on from where it had been stopped.\n"
    french = seen(lambda terminal: show_rescored(terminal, DONE), "fr")
    assert french.out.splitlines() == [
        "7 mentions réévaluées, 5 étiquettes changées.",
        "  non évalué → positif : 3",
        "  négatif → neutre : 2",
        "2 gardent les étiquettes que vous leur avez données.",
    ]


def test_where_nothing_was_to_be_scored_again_that_is_all() -> None:
    told = seen(lambda terminal: show_rescored(terminal, Rescored(mentions=0)))
    assert (told.out, told.err) == ("There was nothing to do: all are scored by what scores now.\n", "")


def test_changes_of_one_size_have_one_order() -> None:
    told = rescored_dict(Rescored(mentions=9, changes={(GOOD, BAD): 2, (BAD, GOOD): 2, (SO, None): 5}))
    assert told == {
        "mentions": 9,
        "changed": 9,
        "changes": [
            {"from": "neutral", "to": None, "count": 5},
            {"from": "negative", "to": "positive", "count": 2},
            {"from": "positive", "to": "negative", "count": 2},
        ],
        "corrected": 0,
        "resumed": False,
    }


def test_when_a_person_spoke_is_told_in_the_zone_of_whoever_reads() -> None:
    late = user_label(at=NOW - timedelta(hours=12))
    assert (
        plain(who_labelled(ROW, late, FR)[0]) == "Sentiment : positif, comme vous l’avez dit le 23 mars 2010 à 23 h 30."
    )
