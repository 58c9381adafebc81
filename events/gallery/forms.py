"""What is typed about photos: those to add, what one shows, why one is to be taken off."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.gallery.drawing import Drawn, read_photo
from events.models import Photo
from leader.shared.typed import VisibleCharField

AT_ONCE = 10


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos at once."""

    widget = _ManyFiles(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Drawn]:
        """Return the photos; refuse all where one cannot be shown, and say which."""
        files = data if isinstance(data, (list, tuple)) and data else [data or None]
        if len(files) > AT_ONCE:
            raise ValidationError(_("Ten photos at a time, at most."), code="too_many")
        return [read_photo(super(PhotosField, self).clean(file, initial)) for file in files]


class AddPhotosForm(forms.Form):
    """Photos to add, and what is said of all of them."""

    photos = PhotosField(
        label=_("Photos"),
        help_text=_("Ten at a time, 10 megabytes each at most. Place, camera and date are taken out of them."),
        error_messages={"required": _("Choose a file first.")},
    )
    credit = VisibleCharField(label=_("Photographer"), max_length=100, required=False)
    is_public = forms.BooleanField(
        label=_("Show them to everybody"), required=False,
        help_text=_("Otherwise members alone see them. Show to everybody only whom you have asked."),
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return what is said of the photos."""
        return {name: self.cleaned_data[name] for name in ("credit", "is_public")}


class PhotoForm(forms.ModelForm):
    """What a photo shows, who took it, and who sees it."""

    caption = VisibleCharField(
        label=_("What the photo shows"), max_length=150, required=False,
        help_text=_("Read aloud to those who do not see it."),
    )  # fmt: skip
    credit = VisibleCharField(label=_("Photographer"), max_length=100, required=False)

    class Meta:
        model = Photo
        fields = ["caption", "credit", "is_public"]


class RemovalForm(forms.Form):
    """Why a photo is to be taken off, and where the answer goes."""

    reason = VisibleCharField(
        label=_("Why"), max_length=1000, many_lines=True, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: I am on it and did not agree to be shown."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, help_text=_("For the answer; it is forgotten with it.")
    )
