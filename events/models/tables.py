"""The plan of tables of an event: tables, who sits where, who wishes to sit with whom."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.admissions import Admission
from events.models.attendees import Attendee
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet

SEATS_MAX = 50

# A table is locked before its people are counted: of two who take the last seat at once, one is refused.
_SEATS = """
    SELECT seats INTO most FROM events_table WHERE id = NEW.table_id FOR NO KEY UPDATE;
    SELECT count(*) INTO taken FROM events_seat WHERE table_id = NEW.table_id;
    IF taken > most THEN
        RAISE EXCEPTION 'seat_within_the_table: % people for % seats', taken, most
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""

_ENOUGH = """
    SELECT count(*) INTO taken FROM events_seat WHERE table_id = NEW.id;
    IF taken > NEW.seats THEN
        RAISE EXCEPTION 'seat_within_the_table: % people for % seats', taken, NEW.seats
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


@tracked()
class Table(models.Model):
    """A table with its seats."""

    admission = models.ForeignKey(
        Admission, models.CASCADE, related_name="tables", editable=False, verbose_name=_("event"),
        db_index=False,  # table_name_once begins with it
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=40)
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(SEATS_MAX)]
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="table_name_once",
                fields=["admission", "name"],
                violation_error_message=_("There is a table of this name already."),
            ),
            models.CheckConstraint(
                name="table_has_seats",
                condition=Q(seats__gte=1, seats__lte=SEATS_MAX),
                violation_error_message=_("A table has from 1 to 50 seats."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keeps_who_sits_there",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("seats"),
                declare=[("taken", "integer")],
                func=_ENOUGH,
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Seat(models.Model):
    """Somebody sits at a table; ``by_hand``, a new proposal leaves them there."""

    attendee = models.OneToOneField(
        Attendee, models.CASCADE, related_name="seat", editable=False, verbose_name=_("attendee")
    )
    table = models.ForeignKey(
        Table, models.CASCADE, related_name="seated", editable=False, verbose_name=_("table")
    )
    by_hand = models.BooleanField(_("chosen by hand"), default=False, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["table", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="within_the_table",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("table_id"),
                declare=[("most", "integer"), ("taken", "integer")],
                func=_SEATS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendee}, {self.table}"


@tracked()
class SeatWish(models.Model):
    """Two people are to sit at one table, or are not to."""

    class Kind(models.TextChoices):
        """What is wished."""

        WITH = "with", _("with")
        APART = "apart", _("not with")

    admission = models.ForeignKey(
        Admission, models.CASCADE, related_name="seat_wishes", editable=False, verbose_name=_("event")
    )
    kind = models.CharField(_("wish"), max_length=5, choices=Kind)
    one = models.ForeignKey(Attendee, models.CASCADE, related_name="+", editable=False, verbose_name=_("one"))
    other = models.ForeignKey(Attendee, models.CASCADE, related_name="+", editable=False, verbose_name=_("other"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish of a seat")
        verbose_name_plural = _("wishes of seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="seat_wish_once_a_pair",
                fields=["one", "other"],
                violation_error_message=_("There is a wish for these two already."),
            ),
            models.CheckConstraint(
                name="seat_wish_in_order",  # the lower key first: a pair is one however it is written
                condition=Q(one__lt=F("other")),
                violation_error_message=_("Choose two people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.get_kind_display()} {self.other}"
