"""What the pages of bureaux and of tasks answer: all read the bureaux, staff and the own leads keep them."""

from tests.walk.expectations import Row, everybody, only, signed_in
from tests.walk.rows_prospects import foreign_slug, of_leads, own_slug


def _mandate(world):
    return {"pk": world.own.mandate.pk}


def _foreign_mandate(world):
    return {"pk": world.foreign.mandate.pk}


def _task(world):
    return {"pk": world.own.task.pk}


def _foreign_task(world):
    return {"pk": world.foreign.task.pk}


def bureau_rows() -> dict[str, Row]:
    """Return the rows of the bureaux and of the tasks."""
    read, refused = everybody("200"), everybody("405", stranger="login")
    public_refused = everybody("405")
    return {
        "territories:bureau-list": Row(get=read, post=public_refused),
        "territories:bureau-detail": Row(get=read, post=public_refused, own=own_slug),
        "territories:mandate-appoint": of_leads(own_slug, foreign_slug, "200", "200"),
        "territories:mandate-due": Row(get=only("staff"), post=only("staff", answer="405")),
        "territories:mandate-end": of_leads(_mandate, _foreign_mandate, "200", "200"),
        "territories:mandate-renew": of_leads(_mandate, _foreign_mandate, "200", "200"),
        "territories:mandate-ratify": of_leads(_mandate, _foreign_mandate, "200", "200"),
        "territories:mandate-correct": of_leads(_mandate, _foreign_mandate, "200", "200"),
        "territories:task-list": Row(get=signed_in("200"), post=refused),
        "territories:task-detail": of_leads(_task, _foreign_task, "200", "200"),
        "territories:task-done": of_leads(_task, _foreign_task, "405", "away"),
        "pages:territory-dashboard": of_leads(own_slug, foreign_slug, "200", "405"),
        "pages:shadowing-begin": Row(
            get=only("staff", answer="405"), post=only("staff", answer="away"), own=own_slug
        ),
        "pages:shadowing-end": Row(get=refused, post=signed_in("away")),
        "territories:territory-tasks": of_leads(own_slug, foreign_slug, "200", "200"),
        "territories:territory-checklist": of_leads(own_slug, foreign_slug, "405", "away"),
    }
