"""Running a sample program against the stand-in service, and judging what came of it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple

from service.answers import SUCCESS
from service.running import Service
from service.world import API_KEY, OWN, PAT

TIMEOUT_SECONDS = 60

# What authenticates before the change, and what does so after it.
KEYS = ("CLARIFAI_API_KEY",)
SECRETS = {"key": API_KEY, "pat": PAT}


@dataclass(frozen=True)
class Outcome:
    """What a program printed, how it ended and what it asked the service."""

    exit_code: int
    printed: str
    complained: str
    codes: Tuple[int, ...]
    turned_away: Tuple[str, ...]

    def told(self) -> List[str]:
        """All of it, for a person."""
        return [
            f"exit code {self.exit_code}, answers {list(self.codes)}",
            *(f"kept from {address}" for address in self.turned_away),
            self.printed[-2000:],
            self.complained[-2000:],
        ]


@dataclass(frozen=True)
class Runner:
    """A service, and where the clients are installed."""

    service: Service
    home: Path

    def _command(self, family: str, entry: str) -> List[str]:
        if family.startswith("python-"):
            return [str(self.home / "venv" / "bin" / "python"), entry]
        if family.startswith("node-"):
            return ["node", entry]
        return ["bash", entry]

    def _variables(self, sample, folder: Path, migrated: bool) -> Dict[str, str]:
        """A program's whole environment: nothing of the one around the test leaks in."""
        held = {**{name: "key" for name in KEYS}, **sample.variables}
        secrets = {
            name: SECRETS[kind] for name, kind in held.items() if kind == "pat" or not migrated
        }
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "CLARIFAI_PAT": PAT,
            "CLARIFAI_USER_ID": OWN.user_id,
            "CLARIFAI_APP_ID": OWN.app_id,
            **self.service.variables(),
            **secrets,
        }
        if sample.family == "node-fetch":
            preload = self.home / "npm" / "proxy.cjs"
            variables["NODE_OPTIONS"] = f"--require={preload} --no-warnings"
        return variables

    def run(self, sample, folder: Path, migrated: bool) -> Outcome:
        """Runs a sample in its folder, with the variables of before or after the migration."""
        if sample.family.startswith("node-"):
            packages = folder / "node_modules"
            if not packages.exists():
                packages.symlink_to(self.home / "npm" / "node_modules")
        self.service.journal.take()
        self.service.turned_away.clear()
        try:
            done = subprocess.run(
                self._command(sample.family, sample.entry),
                cwd=folder,
                env=self._variables(sample, folder, migrated),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=TIMEOUT_SECONDS,
            )
            ended, printed, complained = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            ended, printed, complained = -1, "", f"still running after {TIMEOUT_SECONDS} s"
        codes = tuple(entry.code for entry in self.service.journal.take())
        return Outcome(ended, printed, complained, codes, tuple(self.service.turned_away))


def fails_as_expected(sample, outcome: Outcome) -> bool:
    """Whether a program failed as the service fails, and its user could see it."""
    refused = {code for code in outcome.codes if code != SUCCESS}
    return (
        refused == sample.refused
        and sample.shows not in outcome.printed
        and (outcome.exit_code != 0 or bool(outcome.complained.strip()))
        and not outcome.turned_away
    )


def succeeds(sample, outcome: Outcome) -> bool:
    """Whether a program got all that it asked for and read the answer."""
    return (
        outcome.exit_code == 0
        and bool(outcome.codes)
        and set(outcome.codes) == {SUCCESS}
        and sample.shows in outcome.printed
        and not outcome.turned_away
    )
