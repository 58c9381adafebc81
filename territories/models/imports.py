"""Imports of companies: the file, its lines as they were read, and what would become of each."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import ScopedQuerySet
from territories.models.territories import Territory


def stored_as(company_import: "CompanyImport", name: str) -> str:
    """Return where a file is kept: under a name of ours, of the typed one only its kind."""
    kind = PurePath(name).suffix.lower()
    return f"imports/{uuid4().hex}{kind if kind in {'.csv', '.xlsx', '.txt'} else ''}"


class CompanyImport(models.Model):
    """A file of companies: previewed first, then confirmed as a whole, once."""

    class State(models.TextChoices):
        """Where the import stands."""

        UPLOADED = "uploaded", _("received")
        PREVIEWED = "previewed", _("previewed")
        CONFIRMED = "confirmed", _("import under way")
        DONE = "done", _("imported")
        FAILED = "failed", _("file refused")

    class Notice(models.TextChoices):
        """What the person must know before confirming again."""

        COMPARED_AGAIN = (
            "compared_again",
            _("Companies changed since this preview: it was made again. Read it, then confirm."),
        )
        NOT_WRITTEN = (
            "not_written",
            _("The database refused to write these lines; nothing was changed. Read the preview again."),
        )

    class WrongStateError(Exception):
        """The import is not where this step needs it to be."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="company_imports", null=True, blank=True,
        verbose_name=_("imported by"), help_text=_("None: a command."),
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="company_imports", null=True, blank=True,
        verbose_name=_("territory"),
    )  # fmt: skip
    as_prospects = models.BooleanField(_("as pressenties"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    file = models.FileField(_("stored as"), upload_to=stored_as, blank=True, editable=False)
    notice = models.CharField(_("notice"), max_length=20, choices=Notice, blank=True, editable=False)
    file_error = models.TextField(_("why the file was refused"), blank=True, editable=False)
    headings = ArrayField(models.TextField(), default=list, verbose_name=_("headings"))
    mapping = models.JSONField(_("columns"), default=dict, help_text=_("Place of each column, from 1."))
    choices = models.JSONField(_("answers to the doubtful lines"), default=dict)
    attempt = models.PositiveIntegerField(
        _("attempt"),
        default=1,
        editable=False,
        help_text=_("Grows with each preview, so that no older one counts."),
    )
    lines = models.PositiveIntegerField(_("lines"), default=0, editable=False)
    counts = models.JSONField(_("outcomes"), default=dict, editable=False)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of companies")
        verbose_name_plural = _("imports of companies")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territories:import-detail", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        """Tell whether a job is about to work on it, or does."""
        return self.state in {self.State.UPLOADED, self.State.CONFIRMED}

    def again(self) -> dict[str, int]:
        """Return what an act stores to begin another attempt: every preview shown so far is then out of date."""
        return {"attempt": self.attempt + 1}

    @property
    def to_write(self) -> int:
        """Return how many lines would change something."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("updated", 0))

    def move(self, sources: list["CompanyImport.State"], target: "CompanyImport.State", **stamps: Any) -> None:
        """Go to ``target`` in one UPDATE that also checks.

        Raise WrongStateError unless in ``sources``, and still at the attempt that this instance was read at.
        """
        seen = CompanyImport.objects.filter(pk=self.pk, state__in=sources, attempt=self.attempt)
        if not seen.update(state=target, **stamps):
            raise self.WrongStateError(f"Import {self.pk} is not {' or '.join(sources)}, or was previewed again.")
        self.refresh_from_db()


class ImportLine(models.Model):
    """A line of a file as it was read: its cells, parted by the unit separator. Filled by COPY."""

    pk = models.CompositePrimaryKey("import_id", "number")
    import_id = models.BigIntegerField(_("import"))
    number = models.IntegerField(_("line"))
    cells = models.TextField(_("cells"))

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")

    def __str__(self) -> str:
        return str(self.number)


class ImportRow(models.Model):
    """What a line says, and what would become of it. Filled by the database from ImportLine."""

    class Outcome(models.TextChoices):
        """What becomes of a line."""

        NEW = "new", _("new")
        UPDATED = "updated", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")

    pk = models.CompositePrimaryKey("import_id", "number")
    import_id = models.BigIntegerField(_("import"))
    number = models.IntegerField(_("line"))
    reference = models.BigIntegerField(_("LeadeR number"), null=True)
    siren = models.TextField(_("SIREN"), null=True)  # noqa: DJ001 - absent is not empty
    country = models.TextField(_("country"), null=True)  # noqa: DJ001
    foreign_number = models.TextField(_("register number abroad"), null=True)  # noqa: DJ001
    name = models.TextField(_("name"), null=True)  # noqa: DJ001
    address = models.TextField(_("address"), null=True)  # noqa: DJ001
    postal_code = models.TextField(_("postcode"), null=True)  # noqa: DJ001
    city = models.TextField(_("town"), null=True)  # noqa: DJ001
    email = models.TextField(_("e-mail"), null=True)  # noqa: DJ001
    phone = models.TextField(_("phone"), null=True)  # noqa: DJ001
    website = models.TextField(_("website"), null=True)  # noqa: DJ001
    naf = models.TextField(_("NAF code"), null=True)  # noqa: DJ001
    naf_2025 = models.TextField(_("NAF 2025 code"), null=True)  # noqa: DJ001
    size_class = models.TextField(_("INSEE's size class"), null=True)  # noqa: DJ001
    founded_on = models.DateField(_("created on"), null=True)
    year = models.IntegerField(_("financial year"), null=True)
    headcount = models.IntegerField(_("headcount"), null=True)
    turnover = models.BigIntegerField(_("turnover in euros"), null=True)
    member_since = models.DateField(_("date of membership"), null=True)
    territory = models.TextField(_("territory"), null=True)  # noqa: DJ001
    contact = models.TextField(_("contact"), null=True)  # noqa: DJ001
    problems = ArrayField(models.TextField(), default=list, verbose_name=_("problems"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.NEW)
    repeats = models.IntegerField(_("line that it repeats"), null=True)
    company_id = models.BigIntegerField(_("company"), null=True)
    changes = models.JSONField(_("changes"), default=dict)
    refusal = ArrayField(models.TextField(), default=list, verbose_name=_("why it is refused"))
    warnings = ArrayField(models.TextField(), default=list, verbose_name=_("warnings"))

    class Meta:
        verbose_name = _("outcome of a line")
        verbose_name_plural = _("outcomes of lines")

    def __str__(self) -> str:
        return str(self.number)
