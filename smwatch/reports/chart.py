"""A backtest as a picture: what came, what was to be expected, what would have been raised. Pure: data in, text out.

    page(strips, speech) -> str      one HTML document, readable on a phone as well; no scripts, nothing from outside
    drawing(strips, speech) -> str   the same as one SVG image

Colours go with the reader's light or dark; what is drawn is told in words as well: a title, a description, a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise

from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Level
from smwatch.models.names import LEVELS
from smwatch.reports.report.charts import HEIGHT, NARROWEST, WIDTH, height_of
from smwatch.reports.safe import line

FEW = 3
"""Brands that are named in the title."""

MARGIN, HEAD, FOOT = 24, 44, 40
"""Units around a strip in an SVG image."""

STYLE = """
:root{--paper:#fff;--ink:#1c2733;--soft:#5b6875;--line:#27496d;--wide:#e3ebf3;--near:#c3d5e6;--alert:#c8452f;--rule:#d5dbe1}
@media (prefers-color-scheme:dark){:root{--paper:#14191f;--ink:#e4e9ee;--soft:#9aa7b4;--line:#9cc7f2;--wide:#2b3b4c;\
--near:#48667f;--alert:#f0705a;--rule:#33404d}}
.wide{fill:var(--wide)}.near{fill:var(--near)}.voices{fill:none;stroke:var(--line);stroke-width:1.5;\
vector-effect:non-scaling-stroke}
.alert{fill:var(--alert);fill-opacity:.16}.mark{fill:var(--alert)}.base{stroke:var(--rule);vector-effect:non-scaling-stroke}
"""

PAGE_STYLE = """
body{margin:0 auto;max-width:70rem;padding:1rem;background:var(--paper);color:var(--ink);\
font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .25rem}p{margin:.25rem 0}
figure{margin:0}svg{display:block;width:100%;height:10rem}.soft,figcaption{color:var(--soft);font-size:.9rem}
.axis{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.8rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;margin-top:.5rem}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--rule);white-space:nowrap}
td.n,th.n{text-align:right}.key{display:inline-block;width:1.2em;height:.7em;margin-right:.3em}.keys{display:inline-block;margin-right:1em}
.t{white-space:nowrap}
@media (max-width:34rem){th,td{white-space:normal;padding-right:.25rem;overflow-wrap:normal}table{font-size:.7rem}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One brand's time: voices by even steps, the band (ends of the outer and of the inner) at each, and alerts."""

    brand: str
    kind: AlertKind
    since: datetime
    step: timedelta
    voices: tuple[int, ...]
    bands: tuple[tuple[int, int, int, int] | None, ...]
    alerts: tuple[Alert, ...]

    @property
    def until(self) -> datetime:
        """Where it ends."""
        return self.since + self.step * len(self.voices)

    @property
    def top(self) -> int:
        """The most that is drawn."""
        return max([1, *self.voices, *(band[-1] for band in self.bands if band)])


def page(strips: Sequence[Strip], speech: Speech) -> str:
    """All brands on one page."""
    head = escape(_title(strips, speech))
    parts = "".join(_section(number, strip, speech) for number, strip in enumerate(strips, 1))
    return (
        f'<!DOCTYPE html>\n<html lang="{speech.lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><title>{head}</title><style>{STYLE}{PAGE_STYLE}</style></head>\n<body><h1>{head}</h1>\n'
        f"{_legend(strips, speech)}\n{parts or _nothing(speech)}</body></html>\n"
    )


def drawing(strips: Sequence[Strip], speech: Speech) -> str:
    """All brands below each other, as one image."""
    tall = HEAD + HEIGHT + FOOT
    height = max(1, len(strips)) * tall + MARGIN
    what = " ".join(_told(strip, speech) for strip in strips) or speech.say(NOTHING)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 2 * MARGIN} {height}" role="img" '
        f'aria-labelledby="t d" lang="{speech.lang}" font-family="system-ui,sans-serif" font-size="14">'
        f'<title id="t">{escape(_title(strips, speech))}</title><desc id="d">{escape(what)}</desc>'
        f"<style>{STYLE}text{{fill:var(--soft)}}text.head{{fill:var(--ink);font-weight:bold}}</style>"
        f'<rect width="100%" height="100%" fill="var(--paper)"/>'
        + "".join(_placed(strip, n * tall, speech) for n, strip in enumerate(strips))
        + "</svg>\n"
    )


NOTHING = N_("Nothing was heard, so there is nothing to draw.")


def _nothing(speech: Speech) -> str:
    return f"<p>{escape(speech.say(NOTHING))}</p>"


def _title(strips: Sequence[Strip], speech: Speech) -> str:
    if len(strips) > FEW:
        return speech.count("Backtest of {n} brand", "Backtest of {n} brands", len(strips))
    return speech.say(N_("Backtest of {brands}"), brands=", ".join(line(s.brand, 60) for s in strips) or "–")


def _legend(strips: Sequence[Strip], speech: Speech) -> str:
    """What the colours mean."""
    if not strips:
        return ""
    keys = (
        ("--line", voices_name(strips[0].kind, speech)),
        ("--near", speech.say(N_("{share} of such times lie here"), share=speech.percent(0.8))),
        ("--wide", speech.say(N_("{share} of such times lie here"), share=speech.percent(0.98))),
        ("--alert", speech.say(N_("an alert is open"))),
    )
    marks = (
        f'<span class="keys"><span class="key" style="background:var({c})"></span>{escape(said)}</span>'
        for c, said in keys
    )
    return f'<p class="soft">{" ".join(marks)}</p>'


def voices_name(kind: AlertKind, speech: Speech) -> str:
    """Whose voices are drawn."""
    return speech.say(N_("negative voices") if kind is AlertKind.CRISIS else N_("voices that are not negative"))


def _section(number: int, strip: Strip, speech: Speech) -> str:
    """One brand on the page."""
    names = f'aria-labelledby="t{number} d{number}"'
    middle = strip.since + (strip.until - strip.since) / 2
    axis = "".join(f"<span>{speech.short(at)[:10]}</span>" for at in (strip.since, middle, strip.until))
    return (
        f"<section><h2>{escape(line(strip.brand, 120))}</h2>\n"
        f'<figure><div class="axis"><span>{escape(_scale(strip, speech))}</span></div>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" {names}>'
        f'<title id="t{number}">{escape(line(strip.brand, 120))}</title>'
        f'<desc id="d{number}">{escape(_told(strip, speech))}</desc>{_shapes(strip, speech)}</svg>'
        f'<div class="axis">{axis}</div></figure>\n{_table(strip, speech)}</section>\n'
    )


def _placed(strip: Strip, top: int, speech: Speech) -> str:
    """One brand in the image."""
    foot = HEAD + HEIGHT + 18
    return (
        f'<g transform="translate({MARGIN} {top})">'
        f'<text class="head" y="22">{escape(line(strip.brand, 80))}</text>'
        f'<text y="40" font-size="12">{escape(_scale(strip, speech))}</text>'
        f'<g transform="translate(0 {HEAD})">{_shapes(strip, speech)}</g>'
        f'<text y="{foot}" font-size="12">{speech.short(strip.since)[:10]}</text>'
        f'<text y="{foot}" x="{WIDTH}" font-size="12" text-anchor="end">{speech.short(strip.until)[:10]}</text></g>'
    )


def _scale(strip: Strip, speech: Speech) -> str:
    return speech.say(
        N_("{voices} by {step}; the top is {n}"),
        voices=voices_name(strip.kind, speech),
        step=_step(strip.step, speech),
        n=speech.number(strip.top),
    )


def _step(step: timedelta, speech: Speech) -> str:
    if step < timedelta(days=1):
        return speech.say(N_("hour"))
    return speech.say(N_("day") if step < timedelta(days=7) else N_("week"))


def _told(strip: Strip, speech: Speech) -> str:
    """The picture in words."""
    most = max(strip.voices, default=0)
    said = speech.say(
        N_("{brand}, from {since} to {until}: {total} {voices}, at most {most} in one {step}."),
        brand=line(strip.brand, 120),
        since=speech.short(strip.since)[:10],
        until=speech.short(strip.until)[:10],
        total=speech.number(sum(strip.voices)),
        voices=voices_name(strip.kind, speech),
        most=speech.number(most),
        step=_step(strip.step, speech),
    )
    alerts = speech.count("{n} alert.", "{n} alerts.", len(strip.alerts))
    return f"{said} {alerts} " + " ".join(f"{_alert(alert, speech)}." for alert in strip.alerts)


def _alert(alert: Alert, speech: Speech) -> str:
    return speech.say(
        N_("{opened} to {closed}: {level}, {n} voices"),
        opened=speech.short(alert.opened),
        closed=speech.short(alert.closed) if alert.closed else "…",
        level=_level(alert, speech),
        n=speech.number(alert.negatives),
    )


def _level(alert: Alert, speech: Speech) -> str:
    """How far it came: closed ones all are closed in the end."""
    far = Level.CONFIRMED if alert.confirmed else Level.EMERGING
    return speech.say(LEVELS[far if alert.level is Level.CLOSED else alert.level])


def _shapes(strip: Strip, speech: Speech) -> str:
    """Bands, alerts, voices; in the strip's own units."""
    wide, near = (_band(strip, outer) for outer in (0, 1))
    marks = "".join(_mark(strip, alert, speech) for alert in strip.alerts)
    x, top = WIDTH / max(1, len(strip.voices)), strip.top
    steps = "".join(f"V{height_of(n, top)}H{(i + 1) * x:.1f}" for i, n in enumerate(strip.voices))
    return (
        f'<path class="wide" d="{wide}"/><path class="near" d="{near}"/>{marks}'
        f'<line class="base" x2="{WIDTH}" y1="{HEIGHT}" y2="{HEIGHT}"/>'
        f'<path class="voices" d="M0 {HEIGHT}{steps}"/>'
    )


def _band(strip: Strip, outer: int) -> str:
    """The outline of a band, a piece for each stretch that has one; a step more on top than counts, to be seen."""
    x, pieces = WIDTH / max(1, len(strip.voices)), list[str]()
    for first, last in _known(strip.bands):
        bands = [band for band in strip.bands[first:last] if band]
        up = "".join(f"V{height_of(b[3 - outer], strip.top)}H{(first + i + 1) * x:.1f}" for i, b in enumerate(bands))
        back = reversed(list(enumerate(bands)))
        down = "".join(f"V{height_of(b[outer], strip.top)}H{(first + i) * x:.1f}" for i, b in back)
        pieces.append(f"M{first * x:.1f} {height_of(bands[0][outer], strip.top)}{up}{down}Z")
    return "".join(pieces)


def _known(bands: Sequence[object]) -> Iterator[tuple[int, int]]:
    """From where to where there is a band."""
    edges = [i for i, (a, b) in enumerate(pairwise([None, *bands, None])) if (a is None) is not (b is None)]
    return zip(edges[::2], edges[1::2], strict=True)


def _mark(strip: Strip, alert: Alert, speech: Speech) -> str:
    """The stretch in which an alert was open, with its words."""
    length = (strip.until - strip.since) or timedelta(1)
    start = max(0.0, (alert.opened - strip.since) / length * WIDTH)
    wide = max(NARROWEST, ((alert.closed or strip.until) - strip.since) / length * WIDTH - start)
    place = f'x="{start:.1f}" width="{min(wide, WIDTH - start):.1f}"'
    return (
        f"<g><title>{escape(_alert(alert, speech))}</title>"
        f'<rect class="alert" {place} height="{HEIGHT}"/><rect class="mark" {place} height="4"/></g>'
    )


def _table(strip: Strip, speech: Speech) -> str:
    """The alerts in words and numbers."""
    if not strip.alerts:
        return f'<p class="soft">{escape(speech.say(N_("No alert.")))}</p>'
    heads = ((N_("level"), ""), (N_("opened"), ""), (N_("confirmed at"), ""), (N_("closed at"), ""),
             (N_("voices"), "n"), (N_("expected"), "n"))  # fmt: skip
    head = "".join(f'<th class="{c}" scope="col">{escape(speech.say(name))}</th>' for name, c in heads)
    rows = "".join(f"<tr>{_row(alert, speech)}</tr>" for alert in strip.alerts)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(alert: Alert, speech: Speech) -> str:
    times = (_time(at, speech) if at else "–" for at in (alert.opened, alert.confirmed, alert.closed))
    cells = "".join(f"<td>{text}</td>" for text in (escape(_level(alert, speech)), *times))
    counts = (speech.number(alert.negatives), speech.number(alert.expected, 1))
    return cells + "".join(f'<td class="n">{text}</td>' for text in counts)


def _time(at: datetime, speech: Speech) -> str:
    """A date and a time that stay whole where there is only room for one of them."""
    return " ".join(f'<span class="t">{part}</span>' for part in speech.short(at).split())
