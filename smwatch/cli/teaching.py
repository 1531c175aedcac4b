"""What labels teach: `smwatch sentiment evaluate`, `smwatch sentiment heads`, and `--labels` of `sentiment score`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli.lines import lines_of
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.protocols import Scorer
    from smwatch.sentiment.labelled import Labelled


def taught(terminal: Terminal, file: Path, name: str) -> Scorer:
    """The scorer of this name, with what the labels of a file teach it."""
    from smwatch.config.settings import SentimentSettings
    from smwatch.relearn import LATEST
    from smwatch.sentiment.scorers import hearer

    scorer = hearer(SentimentSettings(en=name, fr=name))  # ends here where there is none
    from smwatch.sentiment import learning

    labelled = labelled_in(file, ("fr", "en"))
    if len(labelled) > LATEST:
        count = terminal.speech.number(LATEST)
        terminal.note(N_("Only the last {count} labels of {file} are learnt from."), count=count, file=file)
    with terminal.busy(BUSY):
        head = learning.taught(scorer, labelled[-LATEST:])
    if head is None:
        what = N_("Nothing can be learnt from the labels in {file}: of texts that can be scored, all have the same.")
        terminal.warn(what, file=file)
        return scorer
    return replace(scorer, head=head)


def labelled_in(file: Path, languages: tuple[str, ...]) -> list[Labelled]:
    """The labels of a file; UsageError where a line is none."""
    from smwatch.sentiment.labelled import label_lines

    with lines_of(file) as lines:
        return label_lines(lines, str(file), languages)


def evaluate(
    ctx: typer.Context,
    *,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="FILE", help=N_("These labels (JSON Lines), not those in the database.")),
    ] = None,
) -> None:
    """Learn, show."""
    from smwatch import relearn
    from smwatch.cli.views.teaching import lesson_dict, show_learnt, tell_how_to_label, tell_of_head

    terminal: Terminal = ctx.obj
    if labels:
        app = terminal.text_app
        scorer = app.hearing()  # ends here where there is none
        from smwatch.sentiment.learning import learn

        with terminal.busy(BUSY):
            learnt = learn(scorer, labelled_in(labels, app.config.languages))
        if terminal.globals.json:
            return terminal.print_json(lesson_dict(learnt))
        return show_learnt(terminal, learnt, of_file=True)
    store = terminal.app.store
    if not (terminal.globals.json or next(iter(store.labels()), None)):
        return tell_how_to_label(terminal)
    with terminal.busy(BUSY):
        lesson = terminal.app.evaluate()
    used = store.head(relearn.shipped()) if terminal.app.learnt_head else None
    if terminal.globals.json:
        return terminal.print_json(lesson_dict(lesson.learnt, lesson.relearnt, used))
    show_learnt(terminal, lesson.learnt)
    return tell_of_head(terminal, lesson, used)


def heads(
    ctx: typer.Context,
    *,
    use: Annotated[
        int | None, typer.Option("--use", metavar="NUMBER", min=1, help=N_("From now on, score with this one."))
    ] = None,
    none: Annotated[bool, typer.Option("--none", help=N_("Use none of them, as long as you don't say --use."))] = False,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="NUMBER", min=1, help=N_("Forget this one."))
    ] = None,
) -> None:
    """Parse, do, show."""
    from smwatch import relearn
    from smwatch.cli.views.teaching import head_dict, show_heads

    terminal: Terminal = ctx.obj
    if sum((use is not None, none, remove is not None)) > 1:
        raise UsageError(N_("--use, --none and --remove don't go together"), N_("give one of them"))
    store, now = terminal.app.store, terminal.app.clock()
    if use:
        terminal.app.teachable()  # ends here where it isn't used
        relearn.use(store, use, now)
    if none:
        relearn.stop(store, now)
    if remove and not store.remove_head(remove, now):
        raise UsageError(N_("there is no head {number}"), N_("`{smwatch} sentiment heads` lists them"), number=remove)
    if (use or none or remove) and not terminal.globals.json:
        tell_changed(terminal, use, remove)
        return None
    if terminal.globals.json:
        return terminal.print_json([head_dict(head) for head in relearn.kept_of(store)])
    show_heads(terminal, store.heads())
    return None


def tell_changed(terminal: Terminal, use: int | None, remove: int | None) -> None:
    """What is so from now on."""
    if use:
        terminal.note(
            N_("Head {number} is in use. To score stored mentions with it: {smwatch} sentiment rescore"), number=use
        )
    elif remove:
        terminal.note(
            N_("Head {number} is removed. The next one comes when labels change; --none keeps it out of use."),
            number=remove,
        )
    else:
        terminal.note(N_("None of your heads is in use. To score stored mentions without: {smwatch} sentiment rescore"))


BUSY = N_("Reading your labelled texts")
