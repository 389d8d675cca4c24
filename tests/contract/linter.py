"""key2pat itself, run on the files of a sample."""

import difflib
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List


@dataclass(frozen=True)
class Linter:
    """The binary under test."""

    binary: Path

    def run(self, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs it in a folder."""
        return subprocess.run(
            [str(self.binary), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )


def difference(wanted: Dict[str, bytes], got: Dict[str, bytes]) -> List[str]:
    """The lines in which two states of a sample differ."""
    lines: List[str] = []
    for name in sorted(set(wanted) | set(got)):
        # Bytes that differ must show, line ends included.
        sides = [
            [repr(line)[2:-1] for line in side.get(name, b"").splitlines(keepends=True)]
            for side in (wanted, got)
        ]
        lines += difflib.unified_diff(
            *sides, f"{name} (expected)", f"{name} (after fix)", lineterm="", n=1
        )
    return lines


def write(folder: Path, files: Dict[str, bytes]) -> None:
    """Puts the files of a sample into a folder."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text)


def read(folder: Path, names: List[str]) -> Dict[str, bytes]:
    """The files of a sample, as they are in a folder now."""
    return {name: (folder / name).read_bytes() for name in names}


def fix(linter: Linter, folder: Path, sample) -> List[str]:
    """Lets the linter find and fix what is broken in a folder; what went wrong, if anything."""
    names = list(sample.before)
    checked = linter.run(folder, "check")
    if checked.returncode != 1:
        return [f"check before: exit code {checked.returncode}", checked.stdout, checked.stderr]
    unsafe = sample.fix == "unsafe"
    if unsafe:
        linter.run(folder, "fix")
        touched = difference(sample.before, read(folder, names))
        if touched:
            return ["fix without --unsafe changed it:", *touched]
    arguments = ["fix", "--unsafe"] if unsafe else ["fix"]
    fixed = linter.run(folder, *arguments)
    differs = difference(sample.after, read(folder, names))
    if differs or fixed.returncode != 0:
        return [f"{' '.join(arguments)}: exit code {fixed.returncode}", *differs, fixed.stderr]
    linter.run(folder, *arguments)
    again = difference(sample.after, read(folder, names))
    if again:
        return ["a second fix changed it:", *again]
    checked = linter.run(folder, "check")
    if checked.returncode != 0:
        return [f"check after: exit code {checked.returncode}", checked.stdout, checked.stderr]
    return []
