"""A whole database carried to another place, row by row: from a file to a server, back, or between two of a kind.

    copy(source, target) -> Copied        begun, or gone on with after a kill; compared before it counts
    compare(source, target) -> Copied     nothing is written

The database that is copied is never written to, and read as it was at one moment. What is unfinished is no database for
any other command: a file that isn't one of ours yet, or a server's with a table that says so.
"""

from smwatch.store.moving.carry import compare, copy
from smwatch.store.moving.ends import Copied, Difference, Part, place_of

__all__ = ["Copied", "Difference", "Part", "compare", "copy", "place_of"]
