"""The compiled catalogue is read by the very process that compiled it."""

from os import utime
from shutil import copy

from django.utils.translation import gettext, override

from leader.shared import catalogue


def test_what_was_read_without_french_is_read_again_once_it_is_compiled(settings, tmp_path):
    source = catalogue.po_path()
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    catalogue.po_path().parent.mkdir(parents=True)
    copy(source, catalogue.po_path())

    with override("fr"):
        before = gettext("Open the bank account")
        catalogue.compile_catalogue()
    with override("fr"):
        after = gettext("Open the bank account")

    assert (before, after) == ("Open the bank account", "Ouvrir le compte bancaire")


def test_the_catalogue_is_compiled_again_only_when_it_has_changed(settings, tmp_path):
    source = catalogue.po_path()
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    catalogue.po_path().parent.mkdir(parents=True)
    copy(source, catalogue.po_path())
    catalogue.compile_catalogue()
    compiled = catalogue.po_path().with_suffix(".mo")
    first = compiled.stat().st_mtime_ns

    catalogue.compile_catalogue()
    unchanged = compiled.stat().st_mtime_ns
    utime(catalogue.po_path(), ns=(first, first))  # as fine as the clock of the files is
    catalogue.compile_catalogue()

    assert unchanged == first
    assert compiled.stat().st_mtime_ns > first
