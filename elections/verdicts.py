"""What the verifiers say of an archive: ours, and the independent ``belenios-tool`` where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from elections.crypto.errors import RefusedError
from elections.crypto.verification import Rules, verify_archive

TOOL = "belenios-tool"
LIMIT = 120  # seconds: 1,000 ballots take it about 30


def of_our_verifier(content: bytes) -> str:
    """Return in words whether our verifier accepts an archive."""
    try:
        verify_archive(content, Rules(revote=False))
    except RefusedError as error:
        return _("REFUSES the archive: check %(check)s") % {"check": error.check}
    return _("accepts the archive")


def of_belenios(content: bytes, limit: float = LIMIT) -> str:
    """Return in words whether ``belenios-tool`` accepts an archive; it runs as a program of its own."""
    program = shutil.which(TOOL)
    if program is None:
        return _("not installed on the site: anybody can run it on the public archive")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "election.bel").write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603 - a program of the system, on a file of ours
                [program, "election", "verify"],
                check=False, cwd=folder, capture_output=True, timeout=limit, stdin=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "BELENIOS_USE_URANDOM": "1"},
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            return _("gave no answer in time: run it on the public archive")
    return _("accepts the archive") if done.returncode == 0 else _("REFUSES the archive")
