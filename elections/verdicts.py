"""What the verifiers say of an archive: ours, and the independent ``belenios-tool`` where it is installed.

They take seconds for some hundred ballots, so that a job asks them whenever the closed box has grown. What they
say is kept with the head of the box that they saw; until then a proclamation waits.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from elections import box
from elections.crypto.errors import RefusedError
from elections.crypto.verification import Rules, verify_archive
from elections.models import BoxVerdict, Election
from leader.shared.jobs import app, backing_off

TOOL = "belenios-tool"
LIMIT = 120  # seconds: 1,000 ballots take it about 30
Tool = BoxVerdict.Tool


def ask(election: Election, *, at: datetime) -> None:
    """Let a job verify the box of ``election`` as it stands now."""
    asked = {"head": box.head(election), "asked_at": at, "done_at": None}
    BoxVerdict.objects.update_or_create(
        election=election, defaults={**asked, "archive_sha256": "", "failed_check": "", "tool": ""}
    )
    # After the jobs of every minute: a vote that ends meanwhile is closed first.
    verify_box.configure(priority=-1).defer(election_id=election.pk)


@app.task(name="verify_box", queue="house", retry=backing_off)
def verify_box(*, election_id: int) -> None:
    """Ask both verifiers about the box; a box that has grown meanwhile has a job of its own."""
    awaited = (
        BoxVerdict.objects.filter(pk=election_id, done_at__isnull=True).select_related("election__box").first()
    )
    if awaited is None or awaited.head != box.head(awaited.election):
        return
    content = box.archive(awaited.election)
    said = {"failed_check": of_our_verifier(content), "tool": of_belenios(content)}
    digest = hashlib.sha256(content).hexdigest()
    mine = BoxVerdict.objects.filter(pk=election_id, head=awaited.head, done_at__isnull=True)
    mine.update(**said, archive_sha256=digest, done_at=timezone.now())


def verdict_of(election: Election) -> BoxVerdict | None:
    """Return what the verifiers say of the box as it stands; none while they are awaited."""
    done = BoxVerdict.objects.filter(election=election, head=box.head(election), done_at__isnull=False)
    found: BoxVerdict | None = done.first()
    return found


def still_awaited(election: Election) -> str:
    """Return why minutes of ``election`` wait for its verifiers; empty: they have spoken, or there are none."""
    if not election.is_online or verdict_of(election) is not None:
        return ""
    return _("The verifiers are still at work: the minutes wait for what they say.")


def missing_before_proclaiming(election: Election) -> list[str]:
    """Return why the verdicts do not let ``election`` be proclaimed yet."""
    if awaited := still_awaited(election):
        return [awaited]
    verdict = verdict_of(election) if election.is_online else None
    if verdict and verdict.failed_check:
        said = _("Our verifier refuses the archive (check %(check)s): this result cannot be proclaimed.")
        return [said % {"check": verdict.failed_check}]
    return []


def said_by_ours(verdict: BoxVerdict) -> str:
    """Return in words what our verifier says."""
    if verdict.failed_check:
        return _("REFUSES the archive: check %(check)s") % {"check": verdict.failed_check}
    return _("accepts the archive")


def of_our_verifier(content: bytes) -> str:
    """Return the check at which our verifier refuses an archive; empty when it accepts."""
    try:
        verify_archive(content, Rules(revote=False))
    except RefusedError as error:
        return error.check
    return ""


def of_belenios(content: bytes, limit: float = LIMIT) -> str:
    """Return what ``belenios-tool`` says of an archive; it runs as a program of its own."""
    program = shutil.which(TOOL)
    if program is None:
        return Tool.ABSENT
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "election.bel").write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603 - a program of the system, on a file of ours
                [program, "election", "verify"],
                check=False, cwd=folder, capture_output=True, timeout=limit, stdin=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "BELENIOS_USE_URANDOM": "1"},
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            return Tool.LATE
    return Tool.ACCEPTS if done.returncode == 0 else Tool.REFUSES
