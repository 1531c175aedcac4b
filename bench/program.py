"""Where the program is that benches run: beside this Python."""

from __future__ import annotations

import sys
from pathlib import Path

SMWATCH = str(Path(sys.executable).with_name("smwatch"))
