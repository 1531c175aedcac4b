"""Typer commands, a module per noun: they parse, call, print, and hold no logic."""


def main() -> None:
    """The `smwatch` command."""
