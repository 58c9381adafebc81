"""What people have chosen to show of themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models.audiences import Audience, Field
from members.models.people import Person


@tracked()
class Disclosure(models.Model):
    """A person's choice about one field; without a row the default of the field holds."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="disclosures", verbose_name=_("person"),
        db_index=False,  # disclosure_once_a_field begins with it
    )  # fmt: skip
    field = models.CharField(_("what"), max_length=10, choices=Field)
    audience = models.CharField(_("shown to"), max_length=7, choices=Audience)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of what is shown")
        verbose_name_plural = _("choices of what is shown")
        ordering = ["person", "field"]
        constraints = [
            models.UniqueConstraint(
                name="disclosure_once_a_field",
                fields=["person", "field"],
                violation_error_message=_("This person has chosen for this field already."),
            ),
            models.CheckConstraint(
                name="disclosure_members_know_the_name",
                condition=~Q(field="name", audience="nobody"),
                violation_error_message=_("Members always see the name of whoever represents a company."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.get_audience_display()}"
