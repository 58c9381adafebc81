"""What is typed about a document: its file, its title, its folder, who reads it; the names of folders."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commissions.documents.acts import Content
from commissions.models import Commission, Document, DocumentFolder
from leader.shared.file_kinds import CONTENT_TYPES, kind_of, refuse_larger
from leader.shared.file_names import safe_name
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm

MAX_BYTES = 25 * 1024 * 1024
REQUEST_MAX = 2 * MAX_BYTES  # up to here a sentence beside the field tells; beyond, nothing of it is read
Visibility = Document.Visibility


class ContentForm(forms.Form):
    """A file, told by its content, and what changed in it."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput({"accept": ",".join(CONTENT_TYPES.values())}),
        help_text=_(
            "PDF, Word, Excel, PowerPoint, OpenDocument or a picture; 25 megabytes at most. The content decides,"
            " not the name."
        ),
    )  # fmt: skip
    note = VisibleCharField(
        label=_("What changed"), max_length=200, required=False, help_text=_("Read beside the version.")
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large, or is none of the kinds that are taken."""
        file: UploadedFile = self.cleaned_data["file"]
        refuse_larger(file, MAX_BYTES)
        self.cleaned_data["kind"] = kind_of(file.file)  # type: ignore[arg-type]
        return file

    def content(self) -> Content:
        """Return what was brought."""
        cleaned = self.cleaned_data
        return Content(cleaned["file"], cleaned["kind"], cleaned.get("note", ""))


class _About:
    """The title, the folder and the readers of a document; only who keeps the commission shows it to everybody."""

    def limit(self, commission: Commission, *, keeps: bool) -> None:
        """Offer the folders of ``commission``, and to show it to everybody when the person ``keeps`` it."""
        fields: Any = self.fields  # type: ignore[attr-defined]
        folder = fields["folder"]
        folder.queryset = DocumentFolder.objects.filter(commission=commission).order_by("name", "pk")
        folder.empty_label = _("none")
        visibility = fields["visibility"]
        if not keeps and self.instance.visibility != Visibility.PUBLIC:  # type: ignore[attr-defined]
            visibility.choices = [each for each in Visibility.choices if each[0] != Visibility.PUBLIC]


class BringForm(_About, forms.ModelForm, ContentForm):
    """A new document with its first version."""

    title = VisibleCharField(
        label=_("Title"), max_length=150, required=False, help_text=_("Without it: the name of the file.")
    )
    field_order = ["file", "title", "folder", "visibility"]

    class Meta:
        model = Document
        fields = ["title", "folder", "visibility"]
        widgets = {"visibility": forms.RadioSelect}

    def __init__(self, *args: Any, commission: Commission, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commission = commission
        del self.fields["note"]
        self.limit(commission, keeps=keeps)

    def clean(self) -> dict[str, Any]:
        """Call the document by the name of its file when no title was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") and not cleaned.get("title"):
            cleaned["title"] = safe_name(cleaned["file"].name, cleaned["kind"]).rpartition(".")[0]
        return cleaned

    def typed(self) -> dict[str, Any]:
        """Return what the document keeps of what was typed, but its file."""
        return {name: self.cleaned_data[name] for name in ["title", "folder", "visibility"]}


class DocumentForm(_About, VersionedModelForm):
    """What is told of a document, and who reads it."""

    title = VisibleCharField(label=_("Title"), max_length=150)

    class Meta:
        model = Document
        fields = ["title", "folder", "visibility"]
        widgets = {"visibility": forms.RadioSelect}

    def __init__(self, *args: Any, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit(self.instance.commission, keeps=keeps)


class FolderForm(forms.ModelForm):
    """A new folder."""

    name = VisibleCharField(label=_("Name of the folder"), max_length=80)

    class Meta:
        model = DocumentFolder
        fields = ["name"]

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commission = commission

    def _get_validation_exclusions(self) -> set[str]:
        # The commission is given, not typed: the rule over both is asked all the same.
        return super()._get_validation_exclusions() - {"commission"}  # type: ignore[misc]


class FolderNameForm(VersionedModelForm):
    """Another name of a folder."""

    name = VisibleCharField(label=_("New name"), max_length=80)

    class Meta:
        model = DocumentFolder
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{kwargs['instance'].pk}_%s", **kwargs})

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"commission"}  # type: ignore[misc]


class TitleSearchForm(forms.Form):
    """A document by words of its title."""

    q = VisibleCharField(label=_("Words of the title"), max_length=100, required=False)
