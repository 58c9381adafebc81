"""The preview of a version, drawn by a job: in a program apart, so that a hostile file ends that one alone."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from commissions.models import DocumentVersion
from commissions.models.documents import FOLDER
from leader.shared.files import stored
from leader.shared.jobs import app, backing_off

logger = logging.getLogger("leader.documents")
PROGRAM = Path(__file__).with_name("drawing.py")
PATIENCE = 40  # seconds on the clock; the program itself counts those of the processor
State = DocumentVersion.Preview


@app.task(name="draw_preview", queue="house", retry=backing_off)
def draw_preview(*, version_id: int) -> None:
    """Draw the preview of one version; one that is drawn, or gone, is left alone."""
    version = DocumentVersion.objects.filter(pk=version_id, preview_state=State.WAITING).first()
    if version is None:
        return
    drawn = _drawn(version)
    name = stored(ContentFile(drawn), FOLDER, ending=".webp") if drawn else ""
    state = State.DRAWN if drawn else State.NONE
    waiting = DocumentVersion.objects.filter(pk=version_id, preview_state=State.WAITING)
    if not waiting.update(preview=name, preview_state=state) and name:
        default_storage.delete(name)  # another worker was faster


def _drawn(version: DocumentVersion) -> bytes | None:
    """Return the preview, or None where there is none to draw: a file that is damaged, encrypted or hostile."""
    with TemporaryDirectory(prefix="preview-") as place:
        folder = Path(place)
        try:
            with default_storage.open(str(version.file.name)) as content, (folder / "file").open("wb") as copy:
                shutil.copyfileobj(content, copy)
        except FileNotFoundError:
            return None
        command = [sys.executable, "-I", str(PROGRAM), version.kind, str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603 - our program
            return (folder / "preview.webp").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            logger.warning("no preview", extra={"version": version.pk, "why": type(error).__name__})
            return None
