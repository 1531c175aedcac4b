"""What people's labels teach the encoder: its head is fitted again when enough of them have changed.

    relearn(store, load, now) -> Relearnt | None      at the start of a scan; None: there was nothing to do
    evaluate(store, load, now) -> Lesson              what the labels are worth now, whatever has changed
    in_use(store) -> Head | None                      the head that scores, in place of the one that comes along
    use(store, 3), stop(store)                        a person chooses

A head is used where it helps, and kept with its figures where it doesn't. What a person chose stays: those that are
fitted later wait as long as they want none, or use a head that wouldn't have been chosen here. What was learnt and
then removed isn't learnt again before labels change.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Head as Kept
from smwatch.models import Relearnt, UserLabel
from smwatch.protocols import Passage
from smwatch.sentiment.labelled import LEAST
from smwatch.text.changes import said

if TYPE_CHECKING:
    from smwatch.sentiment.head import Head
    from smwatch.sentiment.learning import Hears, Learnt
    from smwatch.store import Store

LATEST: Final = 2_000
"""Labels that are learnt from, the newest: reading them takes half a minute on two cores."""

SHARE: Final = 0.1
"""Of the labels, how many must be new or gone before a scan learns again: each new head makes what is stored old."""

Load = Callable[[], "Hears"]
"""The encoder, with the words of the config; only called where there is something to learn."""


class Given(NamedTuple):
    """The labels that hold by now."""

    ids: Sequence[int]
    latest: Sequence[UserLabel]  # those that are learnt from


class Lesson(NamedTuple):
    """What was learnt, and as what it is kept; None: nothing was fitted, or nothing has changed since."""

    learnt: Learnt
    relearnt: Relearnt | None


def relearn(store: Store, load: Load, now: datetime) -> Relearnt | None:
    """Learn where that is due."""
    given = labels_of(store)
    if len(given.ids) < LEAST:
        return None
    newest = newest_of(store)
    if newest and _known(newest) and changed(given.ids, newest) < max(1, SHARE * _number(newest, "labels")):
        return None
    return _learn(store, load, now, given).relearnt


def evaluate(store: Store, load: Load, now: datetime) -> Lesson:
    """Learn, and keep the head if a label has changed since the newest one."""
    return _learn(store, load, now, labels_of(store))


def labels_of(store: Store) -> Given:
    """The labels, in bounded memory."""
    ids, latest = list[int](), deque[UserLabel](maxlen=LATEST)
    for label in store.labels():
        ids.append(label.id)
        latest.append(label)
    return Given(ids, latest)


def changed(ids: Sequence[int], newest: Kept) -> int:
    """How many labels were given and taken back since a head was fitted."""
    last = _number(newest, "last")
    new = sum(number > last for number in ids)
    return new + max(0, _number(newest, "labels") - (len(ids) - new))


def _learn(store: Store, load: Load, now: datetime, given: Given) -> Lesson:
    scorer = load()  # ends here where there is none
    from smwatch.sentiment.labelled import Labelled
    from smwatch.sentiment.learning import learn

    learnt = learn(scorer, [Labelled(passage_of(one), one.label, one.mention or 0) for one in given.latest])
    newest = newest_of(store)
    if learnt.head is None or (newest and _known(newest) and not changed(given.ids, newest)):
        return Lesson(learnt, None)
    return Lesson(learnt, keep(store, learnt, given, now))


def passage_of(label: UserLabel) -> Passage:
    """A labelled text as it is scored."""
    return Passage(
        title=label.title,
        text=said(label.text),
        lang=label.lang,
        brand=label.brand,
        spans=label.spans,
        others=label.others,
    )


def keep(store: Store, learnt: Learnt, given: Given, now: datetime) -> Relearnt:
    """One more version, in use if it helps and nobody chose otherwise."""
    assert learnt.head is not None  # noqa: S101 - for the type checker
    assert learnt.after is not None  # noqa: S101 - likewise
    automatic, scorer = is_automatic(store), shipped()
    before, after = learnt.before.measures, learnt.after.measures
    figures = {
        "labels": len(given.ids),
        "last": max(given.ids),
        "texts": learnt.texts,
        "why": learnt.why.value,
        "before": {"macro": round(before.macro, 4), "f1": round(before.f1, 4), "recall": round(before.recall, 4)},
        "after": {"macro": round(after.macro, 4), "f1": round(after.f1, 4), "recall": round(after.recall, 4)},
    }
    if automatic and not learnt.helps:
        store.use_head(scorer, None)  # what an older one was worth was found on fewer labels
    kept = store.save_head(
        Kept(
            scorer=scorer,
            made_at=now,
            labels=learnt.texts,
            data=learnt.head.to_json().encode("utf-8"),
            figures=json.dumps(figures),
            active=automatic and learnt.helps,
        )
    )
    return Relearnt(
        version=kept.version,
        texts=learnt.texts,
        before=before.macro,
        after=after.macro,
        helps=learnt.helps,
        active=kept.active,
        chosen=not automatic,
    )


def is_automatic(store: Store) -> bool:
    """Whether nobody chose otherwise than would have been chosen here."""
    if store.heads_refused():
        return False
    used = store.head(shipped())
    newest = next((head for head in kept_of(store) if head.scorer == shipped()), None)
    return used is None or (used == newest and helps(used))


def shipped() -> str:
    """What heads are fitted for: the scorer with the head that comes along, as "encoder/1"."""
    from smwatch.sentiment.told import shipped_head
    from smwatch.text.scorers import ENCODER

    return f"{ENCODER}/{shipped_head()}"


def newest_of(store: Store) -> Kept | None:
    """The head that was fitted last, for the scorer of today; it may be removed."""
    return next((head for head in store.heads() if head.scorer == shipped()), None)


def kept_of(store: Store) -> list[Kept]:
    """The heads that there are, the newest first."""
    return [head for head in store.heads() if not head.removed]


def in_use(store: Store) -> Head | None:
    """The head that scores; None where none was learnt, or it can't be read."""
    if not any(head.active for head in store.heads()):
        return None  # numpy isn't needed for that
    kept = store.head(shipped())
    return _read(kept) if kept else None


def unusable(store: Store) -> Iterator[tuple[Kept, bool]]:
    """Heads that ought to score and can't; True: fitted for another version, and none for this one yet."""
    heads, today = store.heads(), shipped()
    anew = any(head.scorer == today for head in heads)
    for head in heads:
        other = head.scorer != today
        if head.active and (not anew if other else _read(head) is None):
            yield head, other


def use(store: Store, version: int, now: datetime) -> None:
    """A person chooses; UsageError for one that there isn't, or that can't be used."""
    head = next((head for head in kept_of(store) if head.version == version), None)
    if head is None:
        raise UsageError(N_("there is no head {number}"), N_("`{smwatch} sentiment heads` lists them"), number=version)
    if head.scorer != shipped() or _read(head) is None:
        what = N_("head {number} was fitted for {scorer}, and the scorer is {today} now")
        if head.scorer == shipped():
            what = N_("head {number} can't be read")
        mend = N_("`{smwatch} sentiment evaluate` fits one")
        raise UsageError(what, mend, number=version, scorer=head.scorer, today=shipped())
    store.refuse_heads(now, refused=False)
    store.use_head(head.scorer, version, now)


def stop(store: Store, now: datetime) -> None:
    """A person chooses that none is used, until they choose one."""
    store.refuse_heads(now, refused=True)


def figures_of(head: Kept) -> dict[str, Any]:
    """What was kept with it; {} for what isn't readable."""
    try:
        found = json.loads(head.figures)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def helps(head: Kept) -> bool:
    """Whether it was found to."""
    return figures_of(head).get("why") == "helps"


def _number(head: Kept, name: str) -> int:
    value = figures_of(head).get(name)
    return value if isinstance(value, int) else 0


def _known(head: Kept) -> bool:
    """Whether what its labels teach needn't be learnt again: it can be read, or isn't wanted."""
    return head.removed or _read(head) is not None


def _read(head: Kept) -> Head | None:
    from smwatch.sentiment.learning import read_head

    return read_head(head.data, head.version)
