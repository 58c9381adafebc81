"""The French catalogue: texts gathered from code and templates, kept in one file, compiled without gettext.

The tools of GNU gettext are not on every machine, Babel is: a package like the others.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),  # numbers are the places of the arguments, "c" marks the context
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
FOLDERS = ["leader", "members", "territories", "commissions", "dues", "events", "elections", "templates"]


def po_path() -> Path:
    """Return the path of the French catalogue."""
    return Path(settings.BASE_DIR) / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def extract_template(fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Yield the texts of a Django template, which Django first turns into calls of gettext."""
    source = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", ""))
    return extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


def gathered() -> Catalog:
    """Return the texts of all code and templates, in order and without their places."""
    found = Catalog(locale="fr")
    for folder in FOLDERS:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
                continue
            method: Any = "python" if path.suffix == ".py" else extract_template
            with path.open("rb") as source:
                for _line, message, _comments, context in extract(method, source, keywords=KEYWORDS):
                    found.add(message, context=context)
    return found


def stored() -> Catalog:
    """Return the catalogue as it stands in its file."""
    if not po_path().exists():
        return Catalog(locale="fr")
    with po_path().open("rb") as source:
        return read_po(source, locale="fr")


def updated() -> Catalog:
    """Return the gathered texts with the translations that the file has for them."""
    catalogue, before = gathered(), stored()
    for message in catalogue:
        if message.id and (known := before.get(message.id, message.context)):
            message.string = known.string
    return catalogue


def incomplete(catalogue: Catalog) -> list[str]:
    """Return the texts without a full translation, or whose placeholders differ from the source's."""
    return [str(message.id) for message in catalogue if message.id and not _is_complete(message, catalogue)]


def _is_complete(message: Message, catalogue: Catalog) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if not all(strings) or (message.pluralizable and len(strings) < catalogue.num_plurals):
        return False
    return not list(message.check(catalogue))


def save(catalogue: Catalog) -> None:
    """Write the catalogue to its file, sorted, so that two people's changes seldom meet."""
    catalogue.fuzzy = False
    catalogue.header_comment = "# The French of LeadeR."
    po_path().parent.mkdir(parents=True, exist_ok=True)
    with po_path().open("wb") as target:
        write_po(target, catalogue, width=0, no_location=True, omit_header=False, sort_output=True)
    _steady_header()


def _steady_header() -> None:
    """Drop from the header what changes at each run."""
    moving = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team', '"Generated-By')
    lines = po_path().read_text().splitlines(keepends=True)
    po_path().write_text("".join(line for line in lines if not line.startswith(moving)))


def compile_catalogue() -> None:
    """Write the compiled catalogue beside its source, where Django reads it, whole or not at all.

    This process reads it anew: what it stores next, as the steps of a checklist, is French on a first start too.
    """
    compiled = po_path().with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime_ns <= po_path().stat().st_mtime_ns:
        part = compiled.with_suffix(f".{os.getpid()}")
        with part.open("wb") as target:
            write_mo(target, stored())
        part.replace(compiled)
    translation_file_changed(None, compiled)
