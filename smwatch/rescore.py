"""Stored mentions scored again: when scorers have become better, exactly as a scan would score them.

    rescore(store, scorer, wanted, names) -> Rescored

In batches, one transaction each, under the scan lock. Stopped at any moment, the next run goes on from there. What a
person said of a mention stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from smwatch.models import Label, Rescorable, Rescored, Rescoring
from smwatch.protocols import Passage, Scorer
from smwatch.store import Store
from smwatch.understand import passage

Progress = Callable[[int, int], None]
"""Told after each batch: how many mentions were scored again, how many there are."""


def rescore(  # noqa: PLR0913 - keywords but for the parts
    store: Store,
    scorer: Scorer,
    wanted: Rescoring,
    *,
    names: Collection[str],
    wait: float = 0,
    progress: Progress | None = None,
) -> Rescored:
    """Score what is wanted; `names` are the brands of the config. BusyError while a scan runs, after `wait` seconds."""
    with store.scanning(wait):
        begun = reached = store.rescored_to(wanted)
        total, done, corrected = store.count_to_rescore(wanted, reached), 0, 0
        changes = Counter[tuple[Label | None, Label | None]]()
        while page := store.to_rescore(wanted, reached):
            feelings = scorer.score([asked(one, names) for one in page])
            store.save_scores([(one.number, felt) for one, felt in zip(page, feelings, strict=True)], wanted)
            reached, done = page[-1].number, done + len(page)
            corrected += sum(one.corrected for one in page)
            changes.update(
                (one.label, felt.label)
                for one, felt in zip(page, feelings, strict=True)
                if not one.corrected and one.label is not felt.label
            )
            if progress:
                progress(done, max(total, done))
        store.end_rescore(wanted)
    return Rescored(mentions=done, changes=changes, corrected=corrected, went_on=begun > 0)


def asked(one: Rescorable, names: Collection[str]) -> Passage:
    """What a scan would ask the scorer: it knows of the config's brands alone."""
    return passage(one.entry, one.mention, [mention for mention in one.together if mention.brand in names])
