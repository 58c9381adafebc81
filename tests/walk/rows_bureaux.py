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


def _transfer(world):
    return {"pk": world.own.transfer.pk}


def _foreign_transfer(world):
    return {"pk": world.foreign.transfer.pk}


def _company(world):
    return {"company_pk": world.own.company.pk}


def _foreign_company(world):
    return {"company_pk": world.foreign.company.pk}


def _closing(world):
    return {"slug": world.own.territory.slug, "act": "fermeture"}


def life_rows() -> dict[str, Row]:
    """Return the rows of what comes after the opening: staff decides, the leads of both sides transfer."""
    runners = only("lead", "neighbour", "staff")
    return {
        "territories:territory-history": Row(get=everybody("200"), post=everybody("405"), own=own_slug),
        "pages:territory-after": Row(get=only("staff"), post=signed_in("405"), own=own_slug),
        "pages:territory-after-act": Row(get=only("staff"), post=only("staff"), own=_closing),
        "territories:transfer-list": Row(get=runners, post=only("lead", "neighbour", "staff", answer="405")),
        "territories:transfer-detail": of_leads(_transfer, _foreign_transfer, "200", "405"),
        "territories:transfer-answer": of_leads(_transfer, _foreign_transfer, "405", "200"),
        # Of the world's transfer a third territory is the one that asked: its leads would withdraw it.
        "territories:transfer-withdraw": Row(
            get=signed_in("405"), post=only("staff", answer="away"), own=_transfer
        ),
        "territories:transfer-ask": of_leads(_company, _foreign_company, "200", "200"),
    }


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
