"""Runs families of sample programs before and after `key2pat fix`. `tests/contract.rs` calls it.

    driver.py --key2pat BINARY --home INSTALLED [--only PART] [--by-hand] FAMILY…

`INSTALLED` is the folder that `install.py` filled, whose Python has to run this. `--by-hand` puts
the expected files in place instead of running `fix`: so a new sample is proved right by itself.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import List

import java
import linter
from programs import Runner, fails_as_expected, succeeds
from samples import COMPILED, Sample, samples
from service.running import service


def trial(runner: Runner, tool: linter.Linter, sample: Sample, by_hand: bool) -> List[str]:
    """Before, fix, after; what went wrong, if anything."""
    with tempfile.TemporaryDirectory(prefix="key2pat-contract-") as place:
        folder = Path(place)
        linter.write(folder, sample.before)
        outcome = runner.run(sample, folder, migrated=False)
        if not fails_as_expected(sample, outcome):
            wanted = " and ".join(str(code) for code in sorted(sample.refused))
            return [f"before: expected a failure by {wanted}", *outcome.told()]
        wrong = []
        if by_hand or sample.fix == "hand":
            linter.write(folder, sample.after)
        else:
            wrong = linter.fix(tool, folder, sample)
        outcome = runner.run(sample, folder, migrated=True)
        if not succeeds(sample, outcome):
            wrong += ["after: expected a success", *outcome.told()]
        return wrong


def report(family: str, name: str, wrong: List[str]) -> None:
    """One line for a sample, and what went wrong below it."""
    print(f"{'FAILED' if wrong else 'ok':6} {family}/{name}", flush=True)
    for piece in wrong:
        for line in piece.splitlines():
            print(f"       {line}")


def main() -> int:
    """The exit code: 0 if every sample of every family did as it should."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--key2pat", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--only")
    parser.add_argument("--by-hand", action="store_true")
    parser.add_argument("families", nargs="+")
    asked = parser.parse_args()
    tool = linter.Linter(asked.key2pat.resolve())
    home = asked.home.resolve()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="key2pat-service-") as place:
        with service(Path(place)) as running:
            runner = Runner(running, home)
            for family in asked.families:
                chosen = samples(family, asked.only)
                if family == COMPILED:
                    results = java.trials(tool, chosen, asked.by_hand)
                else:
                    results = (
                        (sample, trial(runner, tool, sample, asked.by_hand)) for sample in chosen
                    )
                wrong_ones = 0
                for sample, wrong in results:
                    report(family, sample.name, wrong)
                    wrong_ones += bool(wrong)
                print(f"{family}: {len(chosen)} programs, {wrong_ones} failed", flush=True)
                failed += wrong_ones
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
