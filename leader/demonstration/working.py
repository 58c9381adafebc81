"""How the invented people work together: a working group of a territory, an initiative, requests, a merger."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from commissions import chairing, joining, life
from commissions.meetings import acts, answers, minuting, moments
from commissions.models import ActionItem, AgendaItem, Attendance, Commission, CommissionMembership, Meeting
from leader.demonstration.documents import load_documents
from members.models import Person, User
from territories.models import Territory


def load_working(people: list[Person], member: User, staff: User) -> None:
    """Record them through the same acts as the pages; ``member`` is the account of the fifth of ``people``."""
    now, today = timezone.now(), timezone.localdate()
    finances = Commission.objects.get(slug="finances")
    Commission.objects.filter(pk=finances.pk).update(joining=Commission.Joining.ASK, seat_limit=12)
    joining.join(finances, by=member, message="Nous préparons une levée de fonds.", at=now)
    solidarity = Commission.objects.create(
        slug="solidarite", name="Solidarité (fictive)", kind=Commission.Kind.INITIATIVE,
        theme="Entraide entre membres",
        joining=Commission.Joining.OPEN, founded_on=date(2020, 3, 17),
    )  # fmt: skip
    CommissionMembership.objects.create(
        commission=solidarity, person=people[28], role="chair", starts_on=date(2020, 3, 17)
    )
    chairing.invite(solidarity, people[4], message="Votre expérience aiderait beaucoup.", by=staff, at=now)
    Commission.objects.create(
        slug="reseau-toulouse", name="Réseau toulousain (fictif)", kind=Commission.Kind.WORKING_GROUP,
        territory=Territory.objects.get(slug="toulouse"), theme="Se connaître entre voisins",
        founded_on=date(2019, 9, 2),
    )  # fmt: skip
    _meetings(finances, staff, now)
    load_documents(finances, staff, now)
    digital = Commission.objects.create(
        slug="informatique", name="Informatique (fictive)", theme="Outils partagés", founded_on=date(2018, 1, 15)
    )
    life.rename(digital, "Numérique (fictive)", on=date(2019, 6, 3))
    life.dissolve(digital, on=today - timedelta(days=30), by=staff, at=now, into=Commission.objects.get(slug="rd"))


def _meetings(finances: Commission, staff: User, now: datetime) -> None:
    """Let the commission have met last month, and invite to a series of three that begins in two weeks."""
    first = timezone.localdate(now) + timedelta(days=14)
    typed = {"title": "Trésorerie des PME (fictive)", "place": "Maison des entreprises, Montpellier"}
    days = moments.days_of(first, moments.MONTHLY, 3)
    series = acts.plan(finances, [moments.instant(day, time(18, 30)) for day in days], typed)
    agenda = [("Tour de table", 10), ("Délais de paiement : où en sommes-nous ?", 40), ("Suite à donner", 15)]
    held_on = timezone.localdate(now) - timedelta(days=30)
    [held] = acts.plan(finances, [moments.instant(held_on, time(18, 30))], {**typed, "title": "Budget (fictif)"})
    for meeting in [series[0], held]:
        for rank, (title, minutes) in enumerate(agenda, start=1):
            AgendaItem.objects.create(meeting=meeting, rank=rank, title=title, minutes=minutes)
    acts.convene(series[0], at=now)
    for attendance, said in zip(series[0].attendances.order_by("pk"), ["yes", "yes", "no"], strict=False):
        answers.answer(attendance, Attendance.Answer(said), seen=attendance.meeting.sequence, at=now)
    for person, seen in zip(answers.people_of(held), ["present", "present", "excused"], strict=False):
        answers.record(held, person.pk, Attendance.Presence(seen), at=now)
    _minutes_of(held, staff, now)


def _minutes_of(held: Meeting, staff: User, now: datetime) -> None:
    """Let its minutes be written and approved, with an action to follow."""
    minutes = minuting.begin(held, at=now)
    said = [
        ("Douze entreprises se présentent.", ""),
        ("Les délais s’allongent : 52 jours en moyenne.", "Écrire aux grands donneurs d’ordre."),
        ("", ""),
    ]
    for item, (text, decided) in zip(minutes.items.order_by("rank"), said, strict=True):
        item.text, item.decided = text, decided
        item.save(update_fields=["text", "decided"])
    writer, due_on = answers.people_of(held).first(), timezone.localdate(now) + timedelta(days=20)
    ActionItem.objects.create(meeting=held, what="Rédiger la lettre", owner=writer, due_on=due_on)
    minuting.approve(minutes, by=staff, at=now)
