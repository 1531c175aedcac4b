"""`python -m smwatch` is the `smwatch` command."""

from smwatch.cli import main

main()
