"""`python -m smwatch` is the `smwatch` command."""

from smwatch.cli import main

if __name__ == "__main__":  # not where a process of the scan takes a look at it
    main()
