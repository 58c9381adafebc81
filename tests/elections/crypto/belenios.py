"""Run Debian's independent program beside ours."""

import os
import shutil
import subprocess

import pytest

TOOL = shutil.which("belenios-tool")
needs_tool = pytest.mark.skipif(TOOL is None, reason="BELENIOS-TOOL IS ABSENT: apt-get install belenios-tool")


def run(folder, *arguments, stdin=""):
    """Run the program in ``folder``; return what it did."""
    return subprocess.run(
        [TOOL, *arguments],
        check=False, cwd=folder, input=stdin, capture_output=True, text=True,
        env={**os.environ, "BELENIOS_USE_URANDOM": "1"}, timeout=120,
    )  # fmt: skip


def said(folder, *arguments, stdin=""):
    """Return what the program printed; it must have succeeded."""
    done = run(folder, *arguments, stdin=stdin)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


def accepts(content, folder):
    """Say whether the program accepts an archive; ``folder`` is emptied of other archives."""
    for old in folder.glob("*.bel"):
        old.unlink()
    (folder / "election.bel").write_bytes(content)
    return run(folder, "election", "verify").returncode == 0
