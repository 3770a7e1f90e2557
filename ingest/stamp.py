"""When an index is current: its stamp names the library's last change.

The stamp is taken away before an index is touched and set again after, so a process killed between leaves none, and
the next one that may write rebuilds from SQLite. Nothing is encoded again. Whoever may not mend an index does without
it and gets the same answers more slowly.
"""

import json
import os
from pathlib import Path
from typing import Any


class Stamp:
    """A small file that says up to which state an index is complete."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path

    def read(self) -> dict[str, Any]:
        """What the stamp says; empty when there is none."""
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}

    def drop(self) -> None:
        """The index is about to be touched."""
        self.path.unlink(missing_ok=True)

    def write(self, **values: object) -> None:
        """The index is complete; atomic, and on disk before this returns."""
        fresh = self.path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(values, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
