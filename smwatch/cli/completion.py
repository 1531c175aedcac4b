"""`smwatch completion SHELL`: the script that has a shell ask smwatch what could stand there (completing.py)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

BASH = r"""
_smwatch() {
    local line
    COMPREPLY=()
    while IFS=$'\t' read -r line _; do
        COMPREPLY+=("$(printf %q "$line")")
    done < <(_SMWATCH_COMPLETE=bash smwatch "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _smwatch smwatch
"""
ZSH = r"""#compdef smwatch
_smwatch() {
    local -a found
    local value about
    while IFS=$'\t' read -r value about; do
        found+=("${value//:/\\:}${about:+:$about}")
    done < <(_SMWATCH_COMPLETE=zsh smwatch "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( $#found )); then _describe smwatch found; else _files; fi
}
compdef _smwatch smwatch
"""
FISH = r"""
function __smwatch
    set -l typed (commandline -ct)
    _SMWATCH_COMPLETE=fish smwatch (commandline -opc)[2..-1] "$typed" 2>/dev/null
end
complete -c smwatch -a '(__smwatch)'
"""


class Shell(StrEnum):
    """Those that can be told."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


SCRIPTS = {Shell.BASH: BASH, Shell.ZSH: ZSH, Shell.FISH: FISH}


def command(
    ctx: typer.Context, shell: Annotated[Shell, typer.Argument(metavar="SHELL", help=N_("bash, zsh or fish."))]
) -> None:
    """Print."""
    terminal: Terminal = ctx.obj
    terminal.write(SCRIPTS[shell].lstrip("\n"))
