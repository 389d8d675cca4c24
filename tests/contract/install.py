"""Installs the clients under test, pinned, by pip and npm: into the folder that is the argument.

Ends with 77 and says why if this machine cannot: a tool is missing, or no registry is reached.
What is installed already is kept as long as the pins stay the same.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77
OLDEST_PYTHON = (3, 9)
OLDEST_NODE = 18


class Unable(Exception):
    """Why this machine cannot run the contract tests."""


def _run(*command: str, cwd: Path = HERE) -> str:
    try:
        done = subprocess.run(
            command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unable(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-3:]
        raise Unable(f"{' '.join(command[:3])} failed: {' / '.join(last)}")
    return done.stdout


def _check_tools() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Unable("python3 is older than 3.9")
    if os.name != "posix":
        raise Unable("this is no Unix")
    for tool in ("node", "npm", "javac", "bash", "curl"):
        if shutil.which(tool) is None:
            raise Unable(f"{tool} is not installed")
    node = _run("node", "--version").strip()
    if int(node.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise Unable(f"node {node} is older than {OLDEST_NODE}")


def _python(target: Path) -> None:
    venv = target / "venv"
    shutil.rmtree(venv, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(venv))
    pip = (str(venv / "bin" / "python"), "-m", "pip")
    _run(*pip, "install", "--quiet", "--no-compile", "-r", str(HERE / "requirements.txt"))


def _npm(target: Path) -> None:
    folder = target / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "npm", folder)
    # No package's own script is needed, so none is run.
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)


def _pins() -> str:
    """All that decides what gets installed."""
    files = [HERE / "requirements.txt", *sorted((HERE / "npm").iterdir())]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return "\n".join([sys.version, _run("node", "--version"), *texts])


def main() -> int:
    """Installs; the exit code."""
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    stamp = target / "installed"
    try:
        _check_tools()
        pins = _pins()
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != pins:
            _python(target)
            _npm(target)
            stamp.write_text(pins, encoding="utf-8")
    except Unable as reason:
        print(reason)
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
