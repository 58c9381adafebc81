"""The name under which a file is given: what people called it, made harmless, with the ending of its content."""

import re

from django.utils.translation import pgettext

from leader.shared.file_kinds import FileKind
from leader.shared.typed import visible

LONGEST = 100
# What some system takes for a path, a device, a wildcard or the end of a header.
_UNSAFE = re.compile(r"[\\/:*?\"<>|;%\x00-\x1f]+")
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_ENDINGS = {FileKind.JPEG: "jpg"}


def safe_name(typed: str, kind: FileKind) -> str:
    """Return the name for a file of ``kind`` that was called ``typed``: no path, no other ending."""
    stem = visible(_UNSAFE.split(typed)[-1] if re.search(r"[\\/]", typed) else typed)
    stem = _UNSAFE.sub("-", stem).rpartition(".")[0] or _UNSAFE.sub("-", stem)
    stem = stem.strip(" .-_")[:LONGEST].strip(" .-_")
    if not stem or _DEVICES.match(stem.partition(".")[0]):
        stem = pgettext("name of a file", "document")
    return f"{stem}.{_ENDINGS.get(kind, kind.value)}"
