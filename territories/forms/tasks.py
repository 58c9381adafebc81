"""The forms of tasks: a new one, one to change, and what to look for among them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import visible_formfield
from leader.shared.versions import VersionedModelForm
from members.models import Person, User
from territories.forms.life import EARLIEST, LATEST
from territories.forms.mandates import Day
from territories.models import Task, Territory, TerritoryLead


class TaskForm(VersionedModelForm):
    """A task with a day of its own, or one counted from a stage."""

    class Meta:
        model = Task
        fields = ["what", "details", "person", "role", "due_on", "relative_to", "offset_days"]
        formfield_callback = visible_formfield
        widgets = {"due_on": Day(), "details": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, territory: Territory | None, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.territory = territory
        self.fields["person"].queryset = who_may_do(territory)  # type: ignore[attr-defined]
        if "offset_days" in self.fields:
            self.fields["offset_days"].required = False
        kept_out = [] if user.is_staff else ["role"]
        kept_out += [] if territory else ["relative_to", "offset_days"]
        for name in kept_out:
            self.fields.pop(name, None)

    def clean_offset_days(self) -> int:
        """Nothing typed is the day itself."""
        return self.cleaned_data.get("offset_days") or 0

    def clean(self) -> dict[str, Any]:
        """Ask for one day, of its own or counted from a stage."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day: date | None = cleaned.get("due_on")
        if day and not EARLIEST <= day <= LATEST:
            self.add_error("due_on", ValidationError(_("This year cannot be right."), code="year"))
        elif "due_on" not in self.errors and bool(day) == bool(cleaned.get("relative_to")):
            said = _("Give a day, or the stage from which the day is counted: one of the two.")
            self.add_error("due_on", ValidationError(said, code="day"))
        return cleaned


class DeclarationForm(TaskForm):
    """The task of a declaration to the registry, with the receipt."""

    class Meta(TaskForm.Meta):
        fields = ["details", "person", "due_on", "receipt", "receipt_on"]
        widgets = {**TaskForm.Meta.widgets, "receipt_on": Day()}


class TaskFilterForm(forms.Form):
    """What to find among the tasks."""

    MINE, ALL = "", "all"
    TO_DO, LATE, DONE, EVERY = "", "late", "done", "every"

    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[(MINE, _("mine")), (ALL, _("all that I may see"))]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[(TO_DO, _("to be done")), (LATE, _("late")), (DONE, _("done")), (EVERY, _("all"))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("every kind")), *Task.Kind.choices])

    def narrow(self, tasks: Any, user: User) -> Any:
        """Keep the tasks asked for; none where the question cannot be answered."""
        if not self.is_valid():
            return tasks.none()
        asked = self.cleaned_data
        if asked["whose"] == self.MINE:
            tasks = tasks.mine(user)
        if asked["kind"]:
            tasks = tasks.filter(kind=asked["kind"])
        if asked["state"] == self.LATE:
            return tasks.late_on(timezone.localdate())
        if asked["state"] == self.EVERY:
            return tasks
        return tasks.filter(done_at__isnull=asked["state"] == self.TO_DO)


def who_may_do(territory: Territory | None) -> Any:
    """Return who may be given a task: the leads of the territory today, and the staff."""
    leads = TerritoryLead.objects.running_on(timezone.localdate()).filter(territory=territory)
    staff = User.objects.filter(is_staff=True, is_active=True)
    return Person.objects.filter(Q(pk__in=leads.values("person")) | Q(pk__in=staff.values("person")))
