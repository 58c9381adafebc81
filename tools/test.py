"""Run every check, all of them even when one fails, and sum up: the work of ``make test``.

Arguments go to pytest: make test ARGS="-k opening".
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
MANAGE = [sys.executable, "manage.py"]
CHECKS = [
    ("style", [str(PROGRAMS / "ruff"), "check", "."]),
    ("format", [str(PROGRAMS / "ruff"), "format", "--check", "."]),
    ("floors", [str(PROGRAMS / "lint-imports")]),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("French", [*MANAGE, "catalogue", "--check"]),
    ("types", [str(PROGRAMS / "mypy"), "."]),
]
# The checks do not depend on what the developer wrote in .env.
NEUTRAL = {"ENV_FILE": "no-such-file", "SECRET_KEY": "only-for-the-checks-" + "x" * 40}


def main() -> None:
    """Check, then test, then sum up."""
    results = [run(name, command, NEUTRAL) for name, command in CHECKS]
    results += [run(name, [sys.executable, "-m", "pytest", *words], {}) for name, words in suites(sys.argv[1:])]
    sum_up(results)
    sys.exit(not all(passed for _, passed, _ in results))


def suites(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return what pytest is asked for: all tests side by side, then those that kill servers, alone."""
    if arguments:
        return [("tests", arguments)]
    side_by_side = ["-m", "not faults", "-n", str(min(os.cpu_count() or 1, 4))]
    return [("tests", side_by_side), ("faults", ["-m", "faults"])]


def run(name: str, command: list[str], variables: dict[str, str]) -> tuple[str, bool, float]:
    """Run one check with its output in view; return its name, its outcome and its seconds."""
    print(
        f"\n── {name}: {' '.join(Path(command[0]).name if i == 0 else a for i, a in enumerate(command))}",
        flush=True,
    )
    started = time.monotonic()
    done = subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **variables}, stdin=subprocess.DEVNULL
    )
    return name, done.returncode == 0, time.monotonic() - started


def sum_up(results: list[tuple[str, bool, float]]) -> None:
    """Say what passed, and what could not be tried."""
    print("\n── summary")
    for name, passed, seconds in results:
        print(f"   {'passed' if passed else 'FAILED'}  {name:<12} {seconds:7.1f} s")
    if not os.environ.get("CHROMIUM") and not any(shutil.which(browser) for browser in BROWSERS):
        print("\n" + "!" * 78)
        print("!! NO CHROMIUM ON THIS MACHINE: THE BROWSER TESTS WERE SKIPPED.")
        print("!! On Debian: apt-get install chromium, or run .ci/run, or set CHROMIUM=/path.")
        print("!" * 78)
    if not shutil.which("belenios-tool"):
        print("\n" + "!" * 78)
        print("!! NO BELENIOS-TOOL ON THIS MACHINE: NO INDEPENDENT PROGRAM CHECKED THE ELECTIONS.")
        print("!! On Debian: apt-get install belenios-tool, or run .ci/run.")
        print("!" * 78)


if __name__ == "__main__":
    main()
