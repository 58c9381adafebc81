"""The documents of a commission: in folders, in versions, shown to the commission, to members or to all."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.file_kinds import FileKind
from leader.shared.french import FrenchWords, words_typed
from leader.shared.names import every_word, search_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned

FOLDER = "documents"  # of the files, in the storage
_OWN_FOLDER = """
    IF NEW.folder_id IS NULL OR EXISTS (
        SELECT FROM commissions_documentfolder f WHERE f.id = NEW.folder_id AND f.commission_id = NEW.commission_id
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'folder % is of another commission', NEW.folder_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'document_in_a_folder_of_its_commission';
"""


@tracked()
class DocumentFolder(Versioned):
    """A folder of a commission; one level: a commission has dozens of documents, not thousands."""

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="folders", verbose_name=_("commission"),
        db_index=False,  # folder_once_a_name begins with it
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=80)

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        ordering = ["commission", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="folder_once_a_name",
                fields=["commission", "name"],
                violation_error_message=_("The commission has a folder of this name already."),
            ),
            models.CheckConstraint(
                name="folder_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Give the folder a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(ScopedQuerySet):
    """Questions about many documents."""

    def kept(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def titled(self, text: str) -> Self:
        """Keep those whose title holds each word of ``text``: a part of it, or another form of it in French.

        Each is asked by itself, of its own index: beside an OR the words of every title would be worked out anew.
        """
        every = Document.objects.order_by()
        by_part = every.filter(every_word(text)).values("pk")
        by_form = every.alias(words=FrenchWords("title")).filter(words=words_typed(text)).values("pk")
        return self.filter(pk__in=by_part.union(by_form))


@tracked()
class Document(Versioned):
    """A document under its title; its content is its newest version. Withdrawn, it waits a month for its end."""

    class Visibility(models.TextChoices):
        """Who reads it, besides those who keep the commission."""

        COMMISSION = "commission", _("the members of the commission")
        MEMBERS = "members", _("all the members")
        PUBLIC = "public", _("everybody")

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="documents", verbose_name=_("commission"),
        db_index=False,  # document_of_commission begins with it
    )  # fmt: skip
    folder = models.ForeignKey(
        DocumentFolder, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name=_("folder")
    )
    title = models.CharField(_("title"), max_length=150)
    visibility = models.CharField(_("shown to"), max_length=10, choices=Visibility, default=Visibility.COMMISSION)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("brought by")
    )
    brought_at = models.DateTimeField(_("brought at"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    q = search_field("title")

    objects = DocumentQuerySet.as_manager()

    class Meta(Versioned.Meta):
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="keep_to_its_folders",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OWN_FOLDER,
            ),
        ]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["commission", "title", "pk"]
        indexes = [
            models.Index(fields=["commission", "title"], name="document_of_commission"),
            models.Index(
                fields=["withdrawn_at"], name="document_withdrawn", condition=Q(withdrawn_at__isnull=False)
            ),
            GinIndex(OpClass(F("q"), name="gin_trgm_ops"), name="document_trigrams"),
            GinIndex(FrenchWords("title"), name="document_title_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Give the document a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the document's page."""
        return reverse("commissions:document-detail", args=[self.pk])


@tracked(exclude=["preview", "preview_state"])
class DocumentVersion(models.Model):
    """One content of a document: the file under a name of chance, and the name that people gave it.

    ``kind`` is what the content was found to be; the name and the type that a browser told count for nothing.
    """

    Kind = FileKind

    class Preview(models.TextChoices):
        """What became of its picture."""

        NONE = "none", _("no preview")
        WAITING = "waiting", _("being drawn")
        DRAWN = "drawn", _("drawn")

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="versions", verbose_name=_("document"),
        db_index=False,  # document_version_of_a_number begins with it
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    is_current = models.BooleanField(_("the newest"), default=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    file_name = models.CharField(_("name of the file"), max_length=120)
    file = models.FileField(_("file"), upload_to=FOLDER, max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    preview = models.FileField(_("preview"), upload_to=FOLDER, max_length=100, blank=True)
    preview_state = models.CharField(
        _("state of the preview"), max_length=7, choices=Preview, default=Preview.NONE
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="document_version_of_a_number",
                fields=["document", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="document_one_newest_version",
                fields=["document"],
                condition=Q(is_current=True),
                violation_error_message=_("A document has one newest version."),
            ),
            models.CheckConstraint(
                name="document_version_is_whole",
                condition=Q(size__gt=0, number__gte=1) & ~Q(file="") & ~Q(file_name="") & ~Q(digest=""),
                violation_error_message=_("A version has its file, with its name, size and digest."),
            ),
            models.CheckConstraint(
                name="document_preview_is_there_when_drawn",
                condition=(Q(preview_state="drawn") & ~Q(preview=""))
                | (~Q(preview_state="drawn") & Q(preview="")),
                violation_error_message=_("A preview that is drawn has its file, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"
