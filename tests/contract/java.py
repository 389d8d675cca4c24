"""Java programs: compiled before and after the fix, against stand-ins of the client's classes."""

import subprocess
import tempfile
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

import java_stubs
import linter
from samples import Sample


def _compile(sources: List[Path], classes: Path, out: Path) -> List[str]:
    """What the compiler says, as lines; nothing if all is well."""
    out.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["javac", "-proc:none", "-nowarn", "-encoding", "UTF-8", "-cp", str(classes),
         "-d", str(out), *map(str, sources)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    lines = done.stderr.splitlines()
    return lines or ["javac failed and said nothing"] if done.returncode else []


def _sources(folder: Path, chosen: List[Sample]) -> List[Path]:
    return [
        folder / sample.name / name
        for sample in chosen
        for name in sample.before
        if name.endswith(".java")
    ]


def _complaints(said: List[str], folder: Path, chosen: List[Sample]) -> Dict[str, List[str]]:
    """The compiler's lines for each sample; what belongs to none of them belongs to all."""
    found: Dict[str, List[str]] = {}
    for sample in chosen:
        own = [line for line in said if f"{folder / sample.name}/" in line]
        if own:
            found[sample.name] = own
    if said and not found:
        found = {sample.name: said for sample in chosen}
    return found


def trials(
    tool: linter.Linter, chosen: List[Sample], by_hand: bool
) -> Iterator[Tuple[Sample, List[str]]]:
    """Each sample and what went wrong with it, if anything."""
    with tempfile.TemporaryDirectory(prefix="key2pat-contract-") as place:
        root = Path(place)
        classes = root / "client"
        told = _compile(java_stubs.write(root / "stubs"), classes, classes)
        if told:
            raise RuntimeError("\n".join(["the stand-ins do not compile:", *told]))
        work = root / "programs"
        wrong: Dict[str, List[str]] = {}
        for sample in chosen:
            linter.write(work / sample.name, sample.before)
        told = _compile(_sources(work, chosen), classes, root / "before")
        for name, lines in _complaints(told, work, chosen).items():
            wrong.setdefault(name, []).extend(["before: does not compile", *lines])
        for sample in chosen:
            if by_hand:
                linter.write(work / sample.name, sample.after)
            else:
                wrong.setdefault(sample.name, []).extend(
                    linter.fix(tool, work / sample.name, sample)
                )
        told = _compile(_sources(work, chosen), classes, root / "after")
        for name, lines in _complaints(told, work, chosen).items():
            wrong.setdefault(name, []).extend(["after: does not compile", *lines])
        for sample in chosen:
            yield sample, wrong.get(sample.name, [])
