"""What a reader may see of people: one question, asked by every page, list and export that shows somebody.

``disclosed_to(user, people)`` prepares the rows; their ``shown`` answers. Who administers a person, a colleague in
a company of today and the person themselves see everything; a member sees what is for members; anybody, what is
public (docs/decisions/087-what-is-shown-of-a-person.md). A page that reaches people through another record
prefetches them: ``prefetch_related(people_through("person", user))``.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from leader.shared.scope import AnyUser, Right, granted
from members.models import Disclosure, Person, Representative
from members.models.audiences import DEFAULTS, Audience, Field, Reader
from members.scope import companies_of, is_member, person_of


def disclosed_to(user: AnyUser, people: QuerySet[Any, Any] | None = None) -> QuerySet[Any, Any]:
    """Prepare ``people`` (all by default) for ``user``: each row then tells by ``shown`` what may be seen."""
    chosen = Disclosure.objects.filter(person=OuterRef("pk")).order_by("field")
    rows = Person.objects.all() if people is None else people
    return rows.annotate(
        chosen_audiences=ArraySubquery(chosen.values(pair=Concat("field", Value("="), "audience"))),
        is_known_whole=Case(
            When(known_whole_by(user), then=Value(True)), default=Value(False), output_field=BooleanField()
        ),
        is_read_by_member=Value(is_member(user), output_field=BooleanField()),
    )


def people_through(path: str, user: AnyUser) -> Prefetch:
    """Return the prefetch of the people at ``path``, as ``user`` may see them."""
    return Prefetch(path, disclosed_to(user))


def showing(field: Field, user: AnyUser) -> Q:
    """Return the condition that a person shows ``field`` to ``user``: what ``Person.shown`` answers, as SQL."""
    reader = Reader(is_member=is_member(user))
    open_to = [audience for audience in Audience.values if reader.sees(audience)]
    chosen = Disclosure.objects.filter(person=OuterRef("pk"), field=field)
    if reader.sees(DEFAULTS[field]):
        shown = ~Q(Exists(chosen.exclude(audience__in=open_to)))
    else:
        shown = Q(Exists(chosen.filter(audience__in=open_to)))
    return shown | known_whole_by(user)


def known_whole_by(user: AnyUser) -> Q:
    """Return the condition that ``user`` sees everything of a person: administers them, or is a colleague."""
    administered = granted(Person, Right.ADMINISTER, user)
    known = Q(pk__in=[]) if administered is None else administered
    if person_of(user):
        today = timezone.localdate()
        colleagues = Representative.objects.running_on(today).filter(company__in=companies_of(user))
        known |= Q(pk=person_of(user)) | Q(Exists(colleagues.filter(person=OuterRef("pk"))))
    return known


class StaleError(Exception):
    """The choices are others than those that were shown."""


def choices_of(person: Person) -> dict[str, str]:
    """Return what is stored of the choices of ``person``: to whom each field is shown, chosen or by default."""
    chosen = dict(person.disclosures.values_list("field", "audience"))
    return {field.value: chosen.get(field.value, DEFAULTS[field].value) for field in Field}


def version_of(choices: Mapping[str, str]) -> str:
    """Return what tells whether ``choices`` have changed since they were shown."""
    return ",".join(f"{field}={audience}" for field, audience in sorted(choices.items()))


@transaction.atomic
def choose(person: Person, audiences: Mapping[str, str], *, seen: str | None = None) -> None:
    """Keep to whom ``person`` shows each field; the same choice twice changes nothing.

    Raise StaleError when the choices are no more those that were ``seen`` (``version_of``), unless they are
    those asked for: a page left open never opens again what was closed meanwhile.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    held = choices_of(person)
    if seen is not None and seen != version_of(held) and dict(audiences) != held:
        raise StaleError
    stored = dict(person.disclosures.values_list("field", "audience"))
    changed = [Disclosure(person=person, field=f, audience=a) for f, a in audiences.items() if stored.get(f) != a]
    Disclosure.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["person", "field"], update_fields=["audience"]
    )
