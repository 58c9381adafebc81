"""Who is invited to a meeting, what they answered, and whether they came."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.models.meetings import Meeting
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models import Person


class AttendanceQuerySet(ScopedQuerySet):
    """Questions about who is invited."""

    def invited(self) -> Self:
        """Keep those who were invited and still are."""
        return self.filter(sent_sequence__isnull=False, withdrawn_at=None)


@tracked(exclude=["sent_sequence"])
class Attendance(models.Model):
    """One person and one meeting.

    ``sent_sequence`` is the revision that their last letter told of: none, they were never written to. Who leaves
    the commission is withdrawn from the meetings to come, and their calendar is told.
    """

    class Answer(models.TextChoices):
        """What the person answered."""

        NONE = "", _("no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("does not come")

    class Presence(models.TextChoices):
        """What was seen at the meeting."""

        UNKNOWN = "", _("not recorded")
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="meeting_attendances", verbose_name=_("person")
    )
    sent_sequence = models.PositiveIntegerField(_("revision told"), null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    presence = models.CharField(
        _("presence"), max_length=7, choices=Presence, blank=True, default=Presence.UNKNOWN
    )
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_a_person",
                fields=["meeting", "person"],
                violation_error_message=_("This person is invited to this meeting already."),
            ),
            models.CheckConstraint(
                name="attendance_answered_has_its_moment",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message=_("What is answered has the moment of its answer, and only then."),
            ),
            models.CheckConstraint(
                name="attendance_recorded_has_its_moment",
                condition=Q(presence="", recorded_at=None) | (~Q(presence="") & Q(recorded_at__isnull=False)),
                violation_error_message=_("What is recorded has its moment, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.meeting}"
