"""The compiled catalogue is read by the very process that compiled it."""

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
