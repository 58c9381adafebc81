"""Tasks on pages: one's own, those of a territory, all for staff; ticked off, given, created, exported."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared.exports import Column, by_key, export_response, may_take_files
from members.models import User
from territories.checklist.copying import copy_checklist
from territories.forms.tasks import DeclarationForm, TaskFilterForm, TaskForm
from territories.mandates.registry import changes_to_declare, declared_by
from territories.models import Federation, Prospect, Task, Territory
from territories.models.prospects import COURTED
from territories.models.tasks import Role
from territories.scope import may_create, territories_run_by

PER_PAGE = 25


@require_safe
def task_list(request: HttpRequest) -> HttpResponseBase:
    """Show the tasks of who asks, or (``?whose=all``) all that may be seen; ``?format=csv`` as a file."""
    form = TaskFilterForm(request.GET)
    visible = Task.objects.visible_to(request.user).with_day().select_related("territory", "person")
    tasks = form.narrow(visible, _user(request))
    if (kind := request.GET.get("format")) in {"csv", "xlsx"} and may_take_files(request.user):
        return export_response(pgettext("name of a file", "tasks"), _columns(), by_key(tasks), kind)
    return render(request, "territories/tasks/task_list.html", {"form": form, **_page(request, tasks)})


@require_http_methods(["GET", "HEAD", "POST"])
def territory_tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tasks of a territory, and add one."""
    territory = _territory(request, slug)
    may_add = may_create(request.user)
    if request.method == "POST" and not may_add:
        raise Http404
    form = TaskForm(request.POST or None, territory=territory, user=_user(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("The task is added."))
        return redirect("territories:territory-tasks", slug=slug)
    tasks = Task.objects.visible_to(request.user).with_day().filter(territory=territory)
    prospects = Prospect.objects.filter(territory=territory)
    context = {
        "territory": territory, "form": form, "may_add": may_add, "federation": Federation.load(),
        "courted": prospects.filter(state__in=COURTED).count(),
        "joined": prospects.members_on(timezone.localdate()).count(),
        **_page(request, tasks.select_related("territory", "person")),
    }  # fmt: skip
    return render(request, "territories/tasks/territory_tasks.html", context)


@require_POST
def territory_checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the territory the lines of the checklist that it has not."""
    if not may_create(request.user):
        raise Http404
    number = copy_checklist(_territory(request, slug))
    told = ngettext("%(n)d task added.", "%(n)d tasks added.", number) % {"n": number}
    messages.success(request, told if number else _("The territory has the whole checklist already."))
    return redirect("territories:territory-tasks", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task, and change it where one may."""
    visible = Task.objects.visible_to(request.user).with_day()
    task: Task = get_object_or_404(visible.select_related("territory", "person", "done_by__person"), pk=pk)
    if not Task.objects.editable_by(request.user).filter(pk=pk).exists():
        if request.method == "POST":
            raise Http404
        return _detail(request, task, None)
    kind = DeclarationForm if task.kind == Task.Kind.REGISTRY else TaskForm
    form = kind(request.POST or None, instance=task, territory=task.territory, user=_user(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("The task is saved."))
        return redirect(task)
    return _detail(request, task, form)


@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a task off (``done=yes``) or take the tick away (``done=no``)."""
    task: Task = get_object_or_404(Task.objects.editable_by(request.user), pk=pk)
    if request.POST.get("done") == "no":
        task.undo()
        messages.success(request, _("“%(what)s” is to be done again.") % {"what": task})
    else:
        task.do(by=_user(request), at=timezone.now())
        messages.success(request, _("“%(what)s” is done.") % {"what": task})
    territory = territories_run_by(request.user).filter(pk=task.territory_id).first()
    if territory is None:
        return redirect("territories:task-list")
    return redirect("territories:territory-tasks", slug=territory.slug)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # every page here asks to sign in


def _detail(request: HttpRequest, task: Task, form: Any) -> HttpResponse:
    context: dict[str, Any] = {"task": task, "form": form}
    if task.kind == Task.Kind.REGISTRY:
        context |= {"changes": changes_to_declare(task), "declared": declared_by(task)}
    return render(request, "territories/tasks/task_detail.html", context)


def _page(request: HttpRequest, tasks: Any) -> dict[str, Any]:
    ordered = tasks.order_by(F("done_at").desc(nulls_first=True), F("day").asc(nulls_last=True), "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    shown = [task.pk for task in page.object_list]
    editable = set(Task.objects.editable_by(request.user).filter(pk__in=shown).values_list("pk", flat=True))
    return {"page": page, "editable": editable}


def _territory(request: HttpRequest, slug: str) -> Territory:
    territory: Territory = get_object_or_404(territories_run_by(request.user), slug=slug)
    return territory


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("Task"), lambda task: task.what),
        Column(gettext_lazy("Territory"), lambda task: task.territory or _("the federation")),
        Column(gettext_lazy("Whose"), lambda task: task.person or Role(task.role).label),
        Column(gettext_lazy("Due"), lambda task: task.day),
        Column(gettext_lazy("Done"), lambda task: task.done_at),
        Column(gettext_lazy("Receipt"), lambda task: task.receipt),
    ]
