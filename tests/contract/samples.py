"""The sample programs: what stands in `programs/`, and what each says about itself.

A program is `programs/<family>/<name>.<ext>` with `<name>.fixed.<ext>` beside it, or a folder
`programs/<family>/<name>/` in which any file may have such a sibling and `main.<ext>` is run (Java
has `Main.java`). A comment in it, `contract: refused=21200 fix=safe`, says

- `refused`: the codes, joined by `+`, with which the service answers before the fix (programs that
  are compiled only have none);
- `fix`: `safe` if plain `key2pat fix` mends it, `unsafe` if it takes `--unsafe`, `hand` if the
  linter does not read the language: then the fixed files are what its documentation shows;
- `env` (optional, repeatable): `NAME:key` or `NAME:pat`, a variable the program reads that holds
  an API key (gone after the fix) or a token (there before and after);
- `shows` (optional): what a successful run prints, if not the answer's `lighthouse`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, FrozenSet, List, Optional

from service.answers import SEEN

PROGRAMS = Path(__file__).resolve().parent / "programs"
FIXED = ".fixed"
FIXES = ("safe", "unsafe", "hand")
# The family that is compiled, not run.
COMPILED = "java-grpc"


class Malformed(Exception):
    """A sample that does not say what has to be known about it."""


@dataclass(frozen=True)
class Sample:
    """One program, before and after."""

    family: str
    name: str
    entry: str
    # The texts of all files by name, as they are and as they are to become.
    before: Dict[str, bytes]
    after: Dict[str, bytes]
    refused: FrozenSet[int]
    fix: str
    variables: Dict[str, str]
    shows: str


def _declared(text: str) -> Dict[str, List[str]]:
    found: Dict[str, List[str]] = {}
    for line in re.findall(r"contract:(.*)", text):
        for name, value in re.findall(r"(\w+)=(\S+)", line):
            found.setdefault(name, []).append(value)
    return found


def _fixed_name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}{FIXED}{dot}{suffix}"


def _sample(family: str, name: str, entry: str, files: Dict[str, bytes]) -> Sample:
    before = {name: text for name, text in files.items() if FIXED not in name}
    after = {name: files.get(_fixed_name(name), text) for name, text in before.items()}
    said = _declared(before[entry].decode("utf-8-sig"))
    unknown = set(said) - {"refused", "fix", "env", "shows"}
    codes = said.get("refused", [])
    if unknown or bool(codes) == (family == COMPILED) or said.get("fix", [""])[0] not in FIXES:
        raise Malformed(f"{family}/{name}: its `contract:` comment says {said}")
    if before == after:
        raise Malformed(f"{family}/{name}: nothing to be fixed")
    return Sample(
        family=family,
        name=name,
        entry=entry,
        before=before,
        after=after,
        refused=frozenset(int(code) for one in codes for code in one.split("+")),
        fix=said["fix"][0],
        variables=dict(one.split(":", 1) for one in said.get("env", [])),
        shows=said.get("shows", [SEEN])[0],
    )


def _files(folder: Path) -> Dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def samples(family: str, only: Optional[str] = None) -> List[Sample]:
    """The programs of a family, by name; only those whose name has a part in it, if given."""
    folder = PROGRAMS / family
    found = []
    for path in sorted(folder.iterdir()):
        name = path.name.split(".")[0]
        if FIXED in path.name or (only and only not in name):
            continue
        if path.is_dir():
            files = _files(path)
            entry = next(file for file in files if re.fullmatch(r"[Mm]ain\.\w+", file))
        else:
            entry = path.name
            files = {entry: path.read_bytes()}
            sibling = path.with_name(_fixed_name(entry))
            if sibling.exists():
                files[sibling.name] = sibling.read_bytes()
        found.append(_sample(family, name, entry, files))
    return found
