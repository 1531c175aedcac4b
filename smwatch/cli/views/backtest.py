"""How a backtest looks while it scores texts that came without a sentiment."""

from __future__ import annotations

from collections.abc import Callable

from smwatch.cli.terminal import Terminal
from smwatch.config.settings import SentimentSettings
from smwatch.locales import N_
from smwatch.sentiment.told import carried
from smwatch.text.scorers import ENCODER, scored_by


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
