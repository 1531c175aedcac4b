"""smwatch hears what feeds and comments say about a brand, before it becomes a crisis.

Follow the data to find your way:

    feeds -> matching -> sentiment -> store -> alerts -> reports -> delivery

`scan.py` tells that whole way on two screens; `docs/explanation/architecture.md` says why it is so.
"""

__version__ = "1.0.0"
