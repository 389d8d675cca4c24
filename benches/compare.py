#!/usr/bin/env python3
"""Times key2pat against its peers: `rg` on a large tree, `ast-grep scan` on a dense one.

Runs of the two programs alternate, so that whatever else the machine does meets both. Shown are
medians of wall time, processor time and peak memory, and their ratios; more than 1 means that
key2pat takes more. CONTRIBUTING.md says which trees to take. Standard library only.
"""

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUFFIXES = {".py", ".js", ".jsx", ".mjs", ".ts", ".tsx", ".java"}


def run(command):
    """Runs a command without its output: (wall s, processor s, peak memory MiB).

    The peak is at least that of this script, some 10 MiB.
    """
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    # 1 is "found something" for key2pat and ast-grep, "found nothing" for rg.
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(title, ours, peer, runs):
    """Alternates the two commands, and prints the medians and their ratios."""
    run(ours), run(peer)  # fills the file cache
    measured = ([], [])
    for _ in range(runs):
        for command, results in zip((ours, peer), measured):
            results.append(run(command))
    medians = [[statistics.median(column) for column in zip(*results)] for results in measured]
    print(f"{title}, medians of {runs}")
    for name, (wall, processor, memory) in zip(("key2pat", Path(peer[0]).name), medians):
        print(f"  {name:9} {wall:8.3f} s wall {processor:8.3f} s processor {memory:7.1f} MiB")
    ratios = [mine / other for mine, other in zip(*medians)]
    print("  ratio     {:8.2f}        {:8.2f}             {:7.2f}".format(*ratios))


def sources(tree):
    """The files of a tree that both ast-grep's rules and key2pat look into, sorted."""
    return sorted(path for path in tree.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def some_files(tree):
    """Five files of mixed languages: one of each suffix first, then whatever comes."""
    files = sources(tree)
    first = {path.suffix: path for path in reversed(files)}
    chosen = sorted(first.values()) + [path for path in files if path not in first.values()]
    return chosen[:5]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--key2pat", default=HERE.parent / "target/release/key2pat")
    parser.add_argument("--rg", default=shutil.which("rg"))
    parser.add_argument("--ast-grep", default=shutil.which("ast-grep"))
    parser.add_argument("--large", type=Path, help="a tree without Clarifai code, against rg")
    parser.add_argument("--dense", type=Path, help="a tree full of it, against ast-grep")
    parser.add_argument("--files", type=Path, nargs="+", help="instead of five files of --dense")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()

    ours = [str(options.key2pat), "check", "--format", "concise"]
    scan = [str(options.ast_grep), "scan", "-c", str(HERE / "ast-grep/sgconfig.yml")]
    scan += ["--report-style", "short"]
    if options.large:
        tree = str(options.large)
        search = [options.rg, "-l", "-i", "clarifai", tree]
        compare(f"{tree} against rg", [*ours, tree], search, options.runs)
    if options.dense:
        tree = str(options.dense)
        title = f"{tree}, {len(sources(options.dense))} files, against ast-grep scan"
        compare(title, [*ours, tree], [*scan, tree], options.runs)
    files = options.files or (some_files(options.dense) if options.dense else [])
    if files:
        paths = [str(path) for path in files]
        title = f"{len(paths)} files against ast-grep scan"
        compare(title, ours + paths, scan + paths, options.runs * 3)
        print(*(f"  {path}" for path in paths), sep="\n")
    if not (options.large or files):
        parser.error("nothing to compare: give --large, --dense or --files")


if __name__ == "__main__":
    main()
