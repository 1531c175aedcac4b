"""How presets look: all of them under their headings, or one with what it takes and what to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.padding import Padding
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.config.write import quoted
from smwatch.errors import SmwatchError
from smwatch.feeds.preset import Group, Parameter, Preset
from smwatch.feeds.presets import PRESETS, brought, example, preset_named
from smwatch.locales import N_

INDENT = 4


def known(terminal: Terminal) -> list[Preset]:
    """All that there are; a package whose preset is no good is told, and the others are listed."""
    found = list(PRESETS.values())
    for name in brought():
        try:
            found.append(preset_named(name))
        except SmwatchError as error:
            terminal.warn(error.what, **error.arguments)
    return found


def as_dict(terminal: Terminal, preset: Preset) -> dict[str, Any]:
    """One for --json."""
    say = terminal.speech.say
    return {
        "name": preset.name,
        "title": preset.title,
        "about": say(preset.about),
        "group": preset.group.name.lower(),
        "limits": say(preset.limits),
        "needs": say(preset.needs, title=preset.title) if preset.needs else "",
        "experimental": preset.experimental,
        "searches": preset.searches,
        "takes": [
            {"name": one.name, "about": say(one.about), "example": one.example, "required": one.required}
            for one in preset.parameters
        ],
        "brand": preset.branded,
        "lang": preset.speaks,
        "region": preset.regional,
        "addresses": list(preset.addresses),
        "example": example(preset),
        "former": list(preset.former),
        "source": preset.source,
    }


def show_presets(terminal: Terminal, presets: Sequence[Preset]) -> None:
    """A heading for each kind of site; under it names, what they give, and how much of it."""
    say = terminal.speech.say
    for group in Group:
        of_group = [preset for preset in presets if preset.group is group]
        if not of_group:
            continue
        terminal.out.print(Text(say(group.value), style="bold underline"))
        for needs in dict.fromkeys(preset.needs for preset in of_group if preset.needs):
            _line(terminal, say(needs, title=say(N_("the network"))), 0)
        for preset in of_group:
            _name(terminal, preset)
            _line(terminal, say(preset.about))
            _line(terminal, say(preset.limits), style="dim")
    terminal.note(N_("`smwatch feeds presets NAME` tells what to write in the config to use one."))


def show_one(terminal: Terminal, preset: Preset) -> None:
    """What it gives, and what one writes to get it."""
    say = terminal.speech.say
    _name(terminal, preset, f" · {preset.title}")
    told = [(N_("gives"), say(preset.about)), (N_("limits"), say(preset.limits))]
    told += [(N_("needs"), say(preset.needs, title=preset.title))] if preset.needs else []
    told += [(N_("formerly"), ", ".join(preset.former))] if preset.former else []
    for label, text in told:
        _line(terminal, say(N_("{label}: {words}"), label=say(label), words=text))
    terminal.out.print(Text(say(N_("Keys")), style="bold"))
    for key, text in _keys(terminal, preset):
        _line(terminal, say(N_("{label}: {words}"), label=key, words=text))
    terminal.out.print(Text(say(N_("In the config")), style="bold"))
    terminal.write("[[searches]]\n" + "\n".join(f"{key} = {quoted(value)}" for key, value in example(preset).items()))


def _keys(terminal: Terminal, preset: Preset) -> list[tuple[str, str]]:
    say = terminal.speech.say
    keys = [("brand", say(N_("whose names are searched for")))] if preset.searches else []
    keys += [("brand", say(N_("whom all of it counts for")))] if preset.branded and not preset.searches else []
    keys += [(one.name, _told(terminal, one)) for one in preset.parameters]
    keys += [("lang", say(N_("in which language; each of `languages`, unless you say one")))] if preset.speaks else []
    keys += [("region", say(N_("in which country, as CA")))] if preset.regional else []
    keys += [("about", say(N_("brands for which each entry counts, named or not")))] if not preset.whole else []
    return keys


def _told(terminal: Terminal, one: Parameter) -> str:
    say = terminal.speech.say
    if one.required:
        return say(one.about)
    return say(N_("{about} (may be left out)"), about=say(one.about))


def _name(terminal: Terminal, preset: Preset, more: str = "") -> None:
    line = Text(preset.name, style="bold").append(more, style="not bold")
    if preset.experimental:
        line.append(" · " + terminal.speech.say(N_("experimental: nobody could try it")), style="yellow not bold")
    terminal.out.print(line)


def _line(terminal: Terminal, text: str, indent: int = INDENT, style: str = "") -> None:
    terminal.out.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))
