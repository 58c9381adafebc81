"""Undoing a merge: where something was added since, whoever undoes it says first where that belongs."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leader.shared.staff import staff_only
from members.duplicates.following import RefusedError
from members.duplicates.since import Added, HinderedError, UndecidedError, added_since
from members.duplicates.undoing import undo
from members.models import MergeRecord, User

STAYS, GOES = "stays", "goes"


class UndoForm(forms.Form):
    """Where everything belongs that was added since a merge. Nothing is taken for granted of a membership."""

    def __init__(self, *args: Any, record: MergeRecord, added: list[Added], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.added, self.record = added, record
        choices = [
            (STAYS, _("It stays with “%(name)s”, the kept record.") % {"name": record.kept}),
            (GOES, _("It goes to “%(name)s”, the record that comes back.") % {"name": record.removed_name}),
        ]
        for each in added:
            self.fields[each.name] = self._choice(each, choices)

    def _choice(self, each: Added, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        said = _("Recorded on %(day)s.") % {"day": date_format(localtime(each.at), "j F Y")}
        if each.is_membership:
            rule = _("If this period follows on from one of “%(name)s”, choose that it goes there.")
            said = f"{said} {rule % {'name': self.record.removed_name}}"
        return forms.ChoiceField(
            label=each.said, choices=choices, widget=forms.RadioSelect, help_text=said,
            initial=None if each.is_membership else STAYS,
            error_messages={"required": _("Say where it belongs.")},
        )  # fmt: skip

    def goes(self) -> dict[str, bool]:
        """Return of everything added whether it goes to the record that comes back."""
        return {each.name: self.cleaned_data[each.name] == GOES for each in self.added}


@staff_only
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge, and tell what stays because it has changed since; ask first about what was added since."""
    record = get_object_or_404(MergeRecord.objects.administered_by(request.user), pk=pk)
    added = added_since(record) if record.is_undoable_at(timezone.now()) else []
    form = UndoForm(request.POST if "asked" in request.POST or not added else None, record=record, added=added)
    if not form.is_valid():
        return _ask(request, form)
    try:
        left = undo(pk, by=cast("User", request.user), at=timezone.now(), goes=form.goes())
    except UndecidedError:  # added in this very moment
        messages.error(request, _("Something has changed since you read this page: nothing was done, look again."))
    except HinderedError as error:
        form.add_error(error.name, str(error.message))
        return _ask(request, form)
    except RefusedError as error:
        messages.error(request, str(error.message))
    else:
        _tell(request, form, left)
    return redirect("pages:merge-list")


def _ask(request: HttpRequest, form: UndoForm) -> HttpResponse:
    return render(request, "pages/duplicates/undo.html", {"form": form, "record": form.record})


def _tell(request: HttpRequest, form: UndoForm, left: list[str]) -> None:
    messages.success(request, _("The merge is undone: there are two records again."))
    if left:
        said = _("Changed since the merge, and left as it is now: %(what)s.")
        messages.warning(request, said % {"what": ", ".join(left)})
    goes = form.goes()  # what went bears the name of its record by now, so it is told anew
    for where, name in [(True, form.record.removed_name), (False, str(form.record.kept))]:
        if there := [each.said_now() for each in form.added if goes[each.name] is where]:
            said = _("Added since the merge, and now with “%(name)s”: %(what)s.")
            messages.info(request, said % {"name": name, "what": "; ".join(there)})
