"""What a service was asked, in order."""

import threading
from typing import List, NamedTuple


class Entry(NamedTuple):
    """One call: the method's name and the code of its answer."""

    method: str
    code: int


class Journal:
    """Collects the calls of all threads until they are taken out."""

    def __init__(self):
        self._lock = threading.Lock()
        self._entries: List[Entry] = []

    def note(self, method: str, code: int) -> None:
        """Adds a call."""
        with self._lock:
            self._entries.append(Entry(method, code))

    def take(self) -> List[Entry]:
        """All calls since the last time."""
        with self._lock:
            taken, self._entries = self._entries, []
        return taken
