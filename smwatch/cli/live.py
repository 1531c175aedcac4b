"""The live screen of `smwatch watch`: rounds go on in a thread of their own, keys and drawing in the main one.

What a key does goes through the same doors as the commands (work.py, mentions.py, answers.py), policy included: what
they would print becomes the message, or the page, that is shown.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from time import monotonic
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.live import Live
from rich.text import Text

from smwatch.cli.keys import Keyboard
from smwatch.cli.stopping import Signals
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.live import BLOCKS, HELP, PLAIN, Figures, Heard, View, frame, heard
from smwatch.cli.wrapping import Screen, rows
from smwatch.errors import SmwatchError
from smwatch.locales import N_
from smwatch.models import MentionFilter

if TYPE_CHECKING:
    from smwatch.app import App
    from smwatch.watching import News, Watch

LATELY: Final = 300
"""Mentions that one can move through."""

OFTEN, SELDOM = 5.0, 30.0
"""Seconds between two pictures, and looks at what is stored while something is polled; and while nothing is."""

LEAVE = b"\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"
"""Lines wrap again, the screen before comes back, and the cursor."""
NO_WRAP, WRAP = "\x1b[?7l", "\x1b[?7h"
"""A terminal that takes a sign for wider than we do must not push the rows below down."""

LABELS: Final = {"n": "negative", "0": "neutral", "p": "positive", "u": "neutral"}
MOVES: Final = {"up": -1, "k": -1, "down": 1, "j": 1}


class LiveScreen:
    """One run of it."""

    def __init__(self, terminal: Terminal, signals: Signals) -> None:
        """Nothing is drawn yet."""
        self.terminal, self.signals = terminal, signals
        self.view = View(figures=Figures(now=terminal.clock()), blocks=BLOCKS if _draws(terminal) else PLAIN)
        self._app: App | None = None
        self._news: SimpleQueue[News | None] = SimpleQueue()  # None: the rounds have ended
        self._heard, self._hears = os.pipe()
        self._stop = threading.Event()
        self._wrong: BaseException | None = None
        self._then: Callable[[str], None] = lambda _: None  # what is done with what is typed, or chosen
        self._labelling = False

    def run(self, watch: Callable[[Callable[[News], None], Callable[[float], object]], Watch]) -> None:
        """Until it is stopped; what stopped it, if that was a mistake, is raised once the screen is given back."""
        self.watch = watch(self._tell, self._stop.wait)
        thread = threading.Thread(target=self._work, name="watch", daemon=True)
        try:
            with self._screen() as (live, keyboard):
                thread.start()
                self._loop(live, keyboard)
        finally:
            self.signals.restore, self.signals.stopping = (lambda: None), True
            self._stop.set()
            self._leave()
        if self._wrong:
            raise self._wrong

    def _work(self) -> None:
        """In the thread: rounds."""
        try:
            self.watch.run()
        except BaseException as error:  # noqa: BLE001 - raised again where the screen is given back
            self._wrong = error
        self._tell(None)

    def _tell(self, news: News | None) -> None:
        self._news.put(news)
        with suppress(OSError):
            os.write(self._hears, b"!")

    def _leave(self) -> None:
        if self._app:
            self._app.close()
        os.close(self._heard)
        self._hears, hears = -1, self._hears
        os.close(hears)

    @contextmanager
    def _screen(self) -> Iterator[tuple[Live, Keyboard]]:
        """The terminal is ours, and given back whatever happens."""
        out = self.terminal.out
        live = Live(console=out, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
        with Keyboard(sys.stdin.fileno()) as keyboard, live:

            def _restore() -> None:
                with suppress(OSError):
                    os.write(sys.stdout.fileno(), LEAVE)
                keyboard.restore()

            self.signals.restore = _restore
            with self.signals.resizing():
                try:
                    sys.stdout.write(NO_WRAP)
                    yield live, keyboard
                finally:
                    with suppress(OSError):
                        sys.stdout.write(WRAP)
                        sys.stdout.flush()

    def _loop(self, live: Live, keyboard: Keyboard) -> None:
        looked = self._gather()
        while True:
            self._draw(live)
            ready = self.signals.wait(OFTEN, keyboard.number, self._heard)
            if self.signals.stopping:
                self.view.stopping = True
                self._stop.set()
            if self._heard in ready and not self._listen():
                return
            for key in keyboard.read() if keyboard.number in ready else ():
                self._press(key)
            since = monotonic() - looked
            if self._heard in ready or since > (OFTEN if self.watch.scanning else SELDOM):
                looked = self._gather()

    def _listen(self) -> bool:
        """Take the news; False: the rounds have ended."""
        from smwatch.cli.views.watching import did_something, lines
        from smwatch.watching import Scanned

        os.read(self._heard, 64)
        with suppress(Empty):
            while True:
                if (news := self._news.get_nowait()) is None:
                    return False
                if isinstance(news, Scanned) and not did_something(news.report):
                    continue
                for line, urgent in lines(news, self.terminal.speech):
                    self.view.message = Text(line.partition("\n")[0], style="yellow" if urgent else "")
        return True

    def _draw(self, live: Live) -> None:
        width, height = self.terminal.out.size
        self.view.next, self.view.scanning = self.watch.next, self.watch.scanning
        live.update(Group(*frame(self.view, width, height, self.terminal.speech)), refresh=True)

    @property
    def app(self) -> App:
        """The parts for the config as it stands; their store is this thread's."""
        if self._app is not self.terminal.app:
            if self._app:
                self._app.close()
            self._app = self.terminal.app
        return self._app

    def _gather(self) -> float:
        """What is stored by now, and when it was looked at; where it can't be read, what was shown stays."""
        try:
            self.view.figures = gathered(self.terminal, self.app)
        except SmwatchError as error:
            self._show(error)
        return monotonic()

    def _show(self, told: SmwatchError | str) -> None:
        if isinstance(told, SmwatchError):
            from smwatch.cli.failures import said

            line = " → ".join(filter(None, said(told, self.terminal.speech)))
            self.view.message = Text(line.replace("\n", " "), style="bold yellow")
        else:
            self.view.message = Text(told)

    def _press(self, key: str) -> None:
        """Where a key goes: to what is typed, the choice, the page, or the list."""
        if key == "gone":
            self.signals.stop()
        elif self.view.prompt:
            self._type(key)
        elif self.view.page is not None:
            self._scroll(key)
        elif self.view.choices:
            self._choose(key)
        else:
            self._command(key)

    def _type(self, key: str) -> None:
        view = self.view
        if key in {"escape", "end of input"}:
            view.prompt = view.typed = ""
        elif key == "backspace":
            view.typed = view.typed[:-1]
        elif key == "enter":
            typed, view.prompt, view.typed = view.typed, "", ""
            self._then(typed)
        elif len(key) == 1:
            view.typed += key

    def _scroll(self, key: str) -> None:
        view, room = self.view, max(1, self.terminal.out.size.height - 4)
        steps = MOVES | {"page up": -room, "page down": room, " ": room, "home": -view.top, "end": len(view.page or ())}
        if key in steps:
            view.top = max(0, min(view.top + steps[key], len(view.page or ()) - room))
        elif key in {"escape", "q", "left", "backspace", "enter", "o", "?"}:
            view.page, view.top = None, 0

    def _choose(self, key: str) -> None:
        view = self.view
        if key in MOVES:
            view.choice = max(0, min(view.choice + MOVES[key], len(view.choices) - 1))
        elif key == "enter":
            choice, view.choices, view.choice = view.choice, (), 0
            self._then(self.app.config.people[choice].name)
        elif key in {"escape", "q", "left"}:
            view.choices, view.choice = (), 0

    def _command(self, key: str) -> None:
        labelling, self._labelling = self._labelling, False
        if labelling and key in LABELS:
            self._label(LABELS[key])
        elif labelling:
            self._show("")
        elif key == "q":
            self.signals.stop()
        elif key == "?":
            self.view.page = tuple(Text(self.terminal.speech.say(line)) for line in HELP)
        elif item := self.view.item:
            self._move(key)
            does = {"enter": self._open, "o": self._open, "l": self._ask_label, "a": self._assign, "i": self._ignore}
            if key in does:
                does[key](*item)

    def _move(self, key: str) -> None:
        view, items = self.view, self.view.figures.items
        page = max(1, self.terminal.out.size.height // 2)
        steps = MOVES | {"page up": -page, "page down": page, "home": -len(items), "end": len(items)}
        if key in steps:
            place = max(0, min(view.place + steps[key], len(items) - 1))
            view.chosen = items[place] if place else None

    def _open(self, kind: str, number: int) -> None:
        """All about it."""
        from smwatch.cli.alerts import show as show_alert
        from smwatch.cli.mentions import show as show_mention

        page = self._done(show_alert if kind == "alert" else show_mention, number)
        if page is not None:
            self.view.page, self.view.top = tuple(page), 0

    def _ask_label(self, kind: str, _: int) -> None:
        say = self.terminal.speech.say
        self._labelling = kind == "mention"
        self._show(say(N_("n negative · 0 neutral · p positive")) if self._labelling else say(ONLY_MENTIONS))

    def _label(self, label: str) -> None:
        from smwatch.cli.mentions import label as label_mention

        if self.view.item:
            self._tell_done(label_mention, [str(self.view.item[1]), label])

    def _assign(self, kind: str, number: int) -> None:
        """Who: one of the config's people, or whoever is typed where it names none."""
        from smwatch.cli.answers import assign as assign_alert
        from smwatch.cli.work import assign as assign_mention

        assign = assign_alert if kind == "alert" else assign_mention
        self._then = lambda name: self._tell_done(assign, [number], to=name)
        if people := self.app.config.people:
            from smwatch.cli.views.people import ROLES

            say = self.terminal.speech.say
            self.view.choices = tuple(Text(f"{one.name} ({say(ROLES[one.role])})") for one in people)
            self._show(say(N_("Who sees to it?")))
        else:
            self.view.prompt = self.terminal.speech.say(N_("Who sees to it? (me: you)"))

    def _ignore(self, kind: str, number: int) -> None:
        from smwatch.cli.work import ignore

        if kind != "mention":
            return self._show(self.terminal.speech.say(ONLY_MENTIONS))
        self._then = lambda why: self._tell_done(ignore, [number], reason=why)
        self.view.prompt = self.terminal.speech.say(N_("Why does it need no answer?"))
        return None

    def _tell_done(self, does: Callable[..., None], *what: object, **how: object) -> None:
        """Do it; what the command says of it is the message."""
        if (page := self._done(does, *what, **how)) is not None:
            self._show(" ".join(row.plain.strip() for row in page).strip())
            self._gather()

    def _done(self, does: Callable[..., None], *what: object, **how: object) -> list[Text] | None:
        """What a command shows, as rows; None where it could not be done, which is told."""
        out, width = io.StringIO(), self.terminal.out.size.width
        screen = Screen(
            file=out, width=width, force_terminal=True, highlight=False, emoji=False, legacy_windows=False,
            no_color=self.terminal.out.no_color, color_system=self.terminal.out.color_system or "standard",  # type: ignore[arg-type]  # its own name
        )  # fmt: skip
        aside = Terminal(self.terminal.globals, self.terminal.given_clock)
        aside.__dict__ |= {"app": self.app, "out": screen, "err": screen}
        context: Any = SimpleNamespace(obj=aside)
        try:
            does(context, *what, **how)
        except SmwatchError as error:
            self._show(error)
            return None
        shown = Text.from_ansi(out.getvalue())
        return [row for line in shown.split("\n") for row in (rows(line, screen, width) if line else [line])]


ONLY_MENTIONS = N_("That goes for mentions alone.")


def gathered(terminal: Terminal, app: App) -> Figures:
    """What is on the screen."""
    from datetime import timedelta

    from smwatch.cli.reading import gone, living

    store, now = app.store, app.clock()
    day, soon = timedelta(hours=24), timedelta(hours=1)

    def _brand(name: str) -> Heard:
        return heard(name, store.counts(name, now - day, now + soon), now)

    last = store.last_scan()
    return Figures(
        now=now,
        brands=tuple(_brand(brand.name) for brand in app.config.brands),
        alerts=tuple(living(terminal, store.alerts(open_only=True))),
        rows=tuple(store.mentions(MentionFilter(gone=gone(terminal), limit=LATELY))),
        feeds=Counter(row.status for row in store.feeds() if row.enabled),
        last=last.started if last else None,
    )


def _draws(terminal: Terminal) -> bool:
    """Whether the terminal has the signs of a sparkline."""
    try:
        BLOCKS.encode(terminal.out.encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True
