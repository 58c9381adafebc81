"""What is unusual about a mandate: told before it is recorded, and recorded all the same when confirmed."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Membership, Representative
from territories.mandates.bureaux import vacancies
from territories.models import Mandate


def warnings_of(mandate: Mandate) -> list[str]:
    """Return what is unusual about a mandate that is about to be recorded."""
    said = [_shared(mandate, other) for other in mandate.sharing_its_office() if mandate.office.is_presidency]
    if not _of_a_member(mandate):
        said.append(_("On that day this person represents no member company."))
    if not mandate.expected_end_on and not mandate.office.is_honorary:
        said.append(_("No end of the term is given: nobody will be told of it."))
    if mandate.expected_end_on and mandate.expected_end_on < timezone.localdate() and not mandate.ends_on:
        said.append(_("The term is over already."))
    if gap := _vacancy_before(mandate):
        said.append(gap)
    return said


def warnings_of_end(mandate: Mandate, on: date) -> list[str]:
    """Return what is unusual about ending ``mandate`` ``on`` a day."""
    said = []
    if mandate.expected_end_on and on < mandate.expected_end_on:
        day = date_format(mandate.expected_end_on)
        said.append(_("The mandate ends before its term, which is %(day)s.") % {"day": day})
    if mandate.expected_end_on and on > mandate.expected_end_on:
        said.append(_("The mandate ends after the end of its term."))
    following = Mandate.objects.of_body(mandate.territory).running_on(on + timedelta(days=1))
    same = following.filter(office__is_presidency=True, office__is_honorary=False)
    if mandate.office.is_presidency and not same.exclude(pk=mandate.pk).exists():
        said.append(_("From the next day on nobody presides."))
    return said


def _shared(mandate: Mandate, other: Mandate) -> str:
    told = _("On some of these days %(person)s holds the same office: they would be two.")
    return told % {"person": other.person}


def _of_a_member(mandate: Mandate) -> bool:
    companies = Representative.objects.running_on(mandate.starts_on).filter(person=mandate.person)
    members = Membership.objects.running_on(mandate.starts_on)
    return members.filter(company__in=companies.values("company")).exists()


def _vacancy_before(mandate: Mandate) -> str:
    if not mandate.office.is_presidency or mandate.office.is_honorary:
        return ""
    others = Mandate.objects.of_body(mandate.territory).filter(
        office__is_presidency=True, office__is_honorary=False, starts_on__lt=mandate.starts_on
    )
    empty = vacancies([*others.exclude(pk=mandate.pk), mandate], mandate.starts_on)
    gap = next((v for v in empty if v.ends_on == mandate.starts_on - timedelta(days=1)), None)
    if gap is None or gap.ends_on is None:
        return ""
    told = _("Nobody presided from %(first)s to %(last)s.")
    return told % {"first": date_format(gap.starts_on), "last": date_format(gap.ends_on)}
