"""How a backtest looks: while it scores texts that came without a sentiment, and drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smwatch.cli.terminal import Terminal
from smwatch.config.settings import SentimentSettings
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.models import AlertKind
from smwatch.pictures import Picture
from smwatch.reports.chart import drawing, page
from smwatch.sentiment.told import carried
from smwatch.text.scorers import ENCODER, scored_by

KINDS = {".html": page, ".svg": drawing}
"""What is written, by the ending of the file's name."""


@contextmanager
def drawn(terminal: Terminal, file: Path, kind: str) -> Iterator[Picture]:
    """A picture that listens in, and is written once all was played; UsageError for an ending that isn't known.

    Of all kinds together the negative voices are drawn.
    """
    write = KINDS.get(file.suffix.lower())
    if write is None:
        what = N_("--plot: {file} ends neither in .html nor in .svg")
        raise UsageError(what, N_("write for example {example}"), file=file, example="--plot backtest.html")
    picture = Picture(AlertKind.BUZZ if kind == AlertKind.BUZZ.value else AlertKind.CRISIS)
    yield picture
    try:
        file.write_text(write(picture.strips(), terminal.speech), encoding="utf-8")
    except OSError as error:
        what, mend = N_("{file} can't be written: {why}"), N_("check its name, and who may read it")
        raise NothingDoneError(what, mend, file=file, why=error.strerror) from error
    terminal.note(N_("Drawn in {file}."), file=file)


class Listening:
    """Says once by what they are scored, and on a terminal how many are done."""

    def __init__(self, terminal: Terminal, scorer: str) -> None:
        """Nothing is said yet. UsageError for a name that no scorer has."""
        self.terminal, self.said = terminal, False
        self.scorers = carried(SentimentSettings(en=scorer, fr=scorer))
        self.status = terminal.err.status("")

    def __enter__(self) -> Callable[[int], None]:
        """Told after each batch."""
        return self.tell

    def tell(self, done: int) -> None:
        """So many are scored."""
        speech = self.terminal.speech
        if not self.said:
            self.said = True
            scored = scored_by(self.scorers, speech)
            self.terminal.note(N_("Texts without a sentiment: {scored}"), scored=scored)
            if any(name.startswith(ENCODER) for name in self.scorers):
                self.terminal.note(N_("`--scorer lexicon` hears less, and is many times as quick."))
            if not self.terminal.globals.quiet:
                self.status.start()
        self.status.update(speech.count("{n} text scored", "{n} texts scored", done))

    def __exit__(self, *_: object) -> None:
        """Leave the screen as it was."""
        self.status.stop()
