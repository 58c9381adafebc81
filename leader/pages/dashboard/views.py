"""The dashboard of a territory, for its leads and for staff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leader.pages.dashboard import questions
from leader.pages.shadowing.acts import may_shadow
from territories.models import StageKind
from territories.scope import leads_with_account, rights_of, territories_run_by


@require_safe
def territory_dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is late, what comes, and where the territory stands; sixteen queries whatever its size."""
    today = timezone.localdate()
    user: Any = request.user
    territory = get_object_or_404(questions.with_figures(territories_run_by(user), today), slug=slug)
    territory.stage_label = StageKind(territory.stage).label
    stages = list(territory.stages.all())
    due = sorted((s for s in stages if s.planned_for and not s.done_on), key=lambda s: s.planned_for)
    prospects = questions.prospects_of(user, territory)
    tasks = questions.tasks_of(user, territory, today)
    pipeline = questions.pipeline(prospects, today)
    bureau = questions.bureau_of(territory, today)
    late_stages = [s for s in due if s.planned_for < today]
    context = {
        "territory": territory,
        "last_stage": max((s for s in stages if s.done_on), key=lambda s: (s.done_on, s.rank), default=None),
        "may": rights_of(user),
        "today": today,
        "next_stage": next((s for s in due if s.planned_for >= today), None),
        "late_stages": late_stages,
        "is_late": bool(late_stages or tasks.late or pipeline.late or bureau.expired),
        "pipeline": pipeline,
        "actions": questions.next_actions(prospects, today),
        "applications": questions.applications_to(user, territory),
        "tasks": tasks,
        "changes": questions.changes_of(user, territory, today),
        "events": questions.events_of(user, territory, today),
        "gatherings": questions.gatherings_of(user, territory, today),
        "bureau": bureau,
        "elections": questions.elections_of(user, territory),
        "leads": leads_with_account(territory) if may_shadow(user) else (),
    }
    return render(request, "pages/dashboard/dashboard.html", context)
