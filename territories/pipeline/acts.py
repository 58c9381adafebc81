"""The acts of the pipeline: a company is added to it, and becomes a member."""

from datetime import date
from typing import Any

from django.db import transaction

from leader.shared.names import is_same_name
from leader.shared.scope import AnyUser
from members.models import Company, Person, Representative
from territories.joining import affiliate, join, represent, stop_courting
from territories.models import Prospect, ProspectExchange, Territory
from territories.succession.holding import hold, is_closed


@transaction.atomic
def court(territory: Territory, *, contact: dict[str, Any], **company: Any) -> Prospect:
    """Add a company that nobody knew yet, courted by ``territory``."""
    return Prospect.objects.create(territory=territory, company=Company.objects.create(**company), **contact)


@transaction.atomic
def note(exchange: ProspectExchange) -> bool:
    """Note something exchanged, once; False: the same was noted before, by a double click or a lost reply."""
    Prospect.objects.select_for_update(no_key=True).get(pk=exchange.prospect_id)
    told = {name: getattr(exchange, name) for name in ("prospect", "on", "kind", "summary", "from_them", "author")}
    if ProspectExchange.objects.filter(**told).exists():
        return False
    exchange.save()
    return True


@transaction.atomic
def become_member(prospect: Prospect, *, seen: str, by: AnyUser, on: date) -> bool:
    """Make the company a member from ``on``, at home in the territory, its contact the one who represents it.

    What is there already stays: a membership that runs, a home in another territory (this one becomes
    secondary), a voting representative. Return False when nobody represents the company, because the contact's
    address belongs to somebody whom ``by`` does not administer: that is for staff to say. Raise WrongStateError
    unless the prospect is at the stage ``seen``, and no member.
    """
    if seen == Prospect.State.MEMBER:
        raise Prospect.WrongStateError(f"Prospect {prospect.pk} is a member already.")
    company = Company.objects.select_for_update(no_key=True).get(pk=prospect.company_id)
    if is_closed(hold(prospect.territory)[prospect.territory_id], on):
        raise Prospect.WrongStateError(f"The territory of prospect {prospect.pk} is closed.")
    prospect.move(seen=seen, to=Prospect.State.MEMBER)
    join(company, on)
    affiliate(company, prospect.territory, on, by=by, moves_home=False)
    stop_courting(company, on, by=by, territory=prospect.territory)
    return _represent(company, prospect, by, on) if prospect.contact_name else True


def _represent(company: Company, prospect: Prospect, by: AnyUser, on: date) -> bool:
    running = Representative.objects.running_on(on).filter(company=company).select_related("person")
    if any(is_same_name(str(spell.person), prospect.contact_name) for spell in running):
        return True
    person = _person(prospect, by)
    if person is None:
        return False
    represent(company, person, on)
    return True


def _person(prospect: Prospect, by: AnyUser) -> Person | None:
    """Return the person with the contact's address and name, else a new one; None: that is not for ``by``.

    Nobody has proven that the contact holds this address, as an applicant does: a name that fits is not enough.
    Nobody votes in place of a colleague whose name the contact bears: a new person is made.
    """
    email = prospect.contact_email
    known = list(Person.objects.filter(email__iexact=email).order_by("pk")[:20]) if email else []
    named = [person for person in known if is_same_name(str(person), prospect.contact_name)]
    asked = named[:1] or (known if len(known) == 1 else [])
    if asked and not Person.objects.administered_by(by).filter(pk=asked[0].pk).exists():
        return None
    if named:
        return named[0]
    given_name, _space, family_name = prospect.contact_name.strip().rpartition(" ")
    return Person.objects.create(given_name=given_name[:100], family_name=family_name[:100], email=email)
