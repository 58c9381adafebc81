"""What a company types about itself, part by part."""

import re
from typing import Any

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.geography.addresses import communes_of
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm, stored_meanwhile
from members.forms import validate_phone
from members.models import Company, CompanyFigures, CompanyKeyword, CompanyPage, Keyword, Site
from members.models.keywords import KEYWORDS_MAX, LONGEST
from members.models.pages import SOCIAL_MAX
from members.models.sites import SITES_MAX
from members.presentation.keywords import choose_keywords
from members.presentation.logos import Logo, keep, read_logo
from members.siren import compact

SAVE = _("Save")
ABOUT_KEYWORDS = _(
    "Ten keywords at most, a word or two each. Those that others chose are proposed while you type; accents and"
    " capitals make no difference."
)
SUGGESTED = 100
YEARS_BACK = 15


def _helper(*parts: Any, save: Any = SAVE) -> FormHelper:
    helper = FormHelper()
    helper.render_hidden_fields = True  # the version
    helper.layout = Layout(*parts, FormActions(Submit("save", save)))
    return helper


class AddressesField(forms.CharField):
    """Addresses of pages on the web, one a line; a list of texts."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the addresses, each once; refuse what a browser must not follow."""
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        if len(lines) > SOCIAL_MAX:
            raise ValidationError(_("Five addresses at most."), code="too_many")
        return list(dict.fromkeys(self._address(line) for line in lines))

    def _address(self, line: str) -> str:
        schemes = [URLValidator(schemes=["http", "https"])]
        try:
            return str(forms.URLField(assume_scheme="https", max_length=200, validators=schemes).clean(line))
        except ValidationError as error:
            said = _("“%(line)s” is no address of a page on the web.")
            raise ValidationError(said, code="address", params={"line": line}) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether other addresses were typed."""
        return super().has_changed(self.prepare_value(initial), data)


class WholeNumberField(forms.IntegerField):
    """A whole number as people type one: 1 200 000, with any kind of space."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """Return the number without its spaces."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class LogoForm(VersionedModelForm):
    """The logo, and what it shows for who does not see it."""

    picture = forms.FileField(
        label=_("Picture"), required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_(
            "PNG, JPEG, WebP or GIF, two megabytes at most. Drawn anew: nothing else of the file is kept."
        ),
    )  # fmt: skip
    logo_alt = VisibleCharField(
        label=_("What the logo shows"), required=False, max_length=150,
        help_text=_("Read aloud to who does not see it. Without it: “Logo of” and your name."),
    )  # fmt: skip
    removed = forms.BooleanField(label=_("Take the logo off"), required=False)

    class Meta:
        model = CompanyPage
        fields = ["logo_alt"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo_digest:
            del self.fields["removed"]
        self.helper = _helper(*(name for name in ["picture", "logo_alt", "removed"] if name in self.fields))

    def clean_picture(self) -> Logo | None:
        """Return the logo in the file, drawn anew."""
        file = self.cleaned_data["picture"]
        return read_logo(file) if file else None

    def clean(self) -> dict[str, Any]:
        """Refuse to bring a logo and take it off at once."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("picture") and cleaned.get("removed"):
            raise ValidationError(_("Choose a new picture, or take the logo off: not both."), code="both")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Keep the new logo, or none, with what it shows."""
        if self.cleaned_data["picture"] or self.cleaned_data.get("removed"):
            keep(self.instance, self.cleaned_data["picture"])
        return super().save(commit)


class WordsForm(VersionedModelForm):
    """What the company looks for and offers, its keywords, its social pages."""

    seeks = VisibleCharField(
        label=_("What we look for"), required=False, max_length=2000, many_lines=True,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Partners, suppliers, skills, customers… Members find you by these words."),
    )  # fmt: skip
    offers = VisibleCharField(
        label=_("What we offer"),
        required=False,
        max_length=2000,
        many_lines=True,
        widget=forms.Textarea({"rows": 4}),
    )
    social_pages = AddressesField(
        label=_("Social pages"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("One address a line, five at most: LinkedIn, Instagram, YouTube…"),
    )  # fmt: skip

    class Meta:
        model = CompanyPage
        fields = ["seeks", "offers", "social_pages"]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        chosen = CompanyKeyword.objects.filter(company=company).order_by("rank")
        labels = list(chosen.values_list("keyword__label", flat=True))
        names = [f"keyword_{rank}" for rank in range(1, KEYWORDS_MAX + 1)]
        for rank, name in enumerate(names):
            self.fields[name] = VisibleCharField(
                label=_("Keyword %d") % (rank + 1), required=False, max_length=LONGEST,
                initial=labels[rank] if rank < len(labels) else "",
                widget=forms.TextInput({"list": "known-keywords", "autocomplete": "off"}),
            )  # fmt: skip
        self.keyword_names = names
        self.helper = _helper(
            Fieldset(_("What you look for and offer"), "seeks", "offers"),
            Fieldset(_("Keywords"), HTML(format_lazy('<p class="help">{}</p>', ABOUT_KEYWORDS)), Row(*names)),
            Fieldset(_("Social pages"), "social_pages"),
        )

    def suggestions(self) -> list[Keyword]:
        """Return the keywords that most companies chose."""
        return Keyword.objects.most_used(SUGGESTED)

    def clean(self) -> dict[str, Any]:
        """Refuse a keyword without a letter or a digit, beside it."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.keyword_names:
            word = cleaned[name] = (cleaned.get(name) or "").strip(" ,;.#")
            if word and not re.search(r"\w", word):
                self.add_error(name, ValidationError(_("A keyword needs a letter or a digit."), code="no_word"))
        return cleaned

    def _show_both(self, stored: Any) -> None:
        # The keywords stand in rows of their own: those stored now are what the fields begin with.
        for name in self.keyword_names:
            field = self.fields[name]
            if field.has_changed(field.initial, self[name].data):
                self.add_error(name, stored_meanwhile(field.initial))
        super()._show_both(stored)

    def save(self, commit: bool = True) -> Any:
        """Keep the words; the page's version grows with the keywords as well."""
        labels = [self.cleaned_data[name] for name in self.keyword_names if self.cleaned_data[name]]
        choose_keywords(self.company, labels)
        return super().save(commit)


class SiteForm(VersionedModelForm):
    """A site; its commune follows from the postcode and the town."""

    name = VisibleCharField(label=_("Name of the site"), max_length=120)
    siret = VisibleCharField(
        label=_("SIRET"), required=False, max_length=20,
        help_text=_("Fourteen digits; you may leave it out."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    address = VisibleCharField(label=_("Address"), required=False, max_length=250)
    postal_code = VisibleCharField(label=_("Postcode"), required=False, max_length=10)
    city = VisibleCharField(label=_("Town"), required=False, max_length=100)
    phone = VisibleCharField(
        label=_("Phone"), required=False, max_length=30, validators=[validate_phone],
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    class Meta:
        model = Site
        fields = ["name", "siret", "address", "postal_code", "city", "phone", "is_head_office"]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = self.instance.company = company
        self.helper = _helper(
            "name", "is_head_office", "address", Row("postal_code", "city"), Row("phone", "siret")
        )

    def clean_siret(self) -> str | None:
        """Return the fourteen digits; they begin with the company's SIREN."""
        digits = compact(self.cleaned_data["siret"])
        siren = self.company.siren
        if digits and siren and len(digits) == 14 and not digits.startswith(siren):
            said = _("A SIRET of your company begins with its SIREN, %(siren)s.")
            raise ValidationError(said, code="another_company", params={"siren": siren})
        if digits and Site.objects.exclude(pk=self.instance.pk).filter(siret=digits).exists():
            raise ValidationError(_("Another site has this SIRET already."), code="unique")
        return digits or None

    def clean(self) -> dict[str, Any]:
        """Refuse more sites than a page shows; find the commune."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and self.company.sites.count() >= SITES_MAX:
            raise ValidationError(_("Fifty sites at most."), code="too_many")
        code, city = cleaned.get("postal_code") or "", cleaned.get("city") or ""
        found = communes_of(code, city) if re.fullmatch(r"[0-9]{5}", code) else []
        self.instance.commune = found[0] if len(found) == 1 else None
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Keep the site; the one that was the head office before is it no more. The company's row is locked."""
        if self.instance.is_head_office:
            others = self.company.sites.filter(is_head_office=True).exclude(pk=self.instance.pk)
            others.update(is_head_office=False)
        return super().save(commit)


class FiguresForm(forms.ModelForm):
    """The figures of a financial year. All three emptied, the year goes.

    ``seen`` is what the page showed: figures that somebody saved meanwhile are not overwritten unknowingly.
    """

    year = forms.TypedChoiceField(label=_("Financial year"), coerce=int)
    headcount = WholeNumberField(label=_("Headcount"), required=False, min_value=0, max_value=2**31 - 1)
    turnover = WholeNumberField(label=_("Turnover (€)"), required=False, min_value=0, max_value=10**15)
    balance_total = WholeNumberField(label=_("Balance total (€)"), required=False, min_value=0, max_value=10**15)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CompanyFigures
        fields = ["year", "headcount", "turnover", "balance_total"]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        years: Any = self.fields["year"]
        years.choices = [(year, str(year)) for year in range(this_year, this_year - YEARS_BACK, -1)]
        self.company = self.instance.company = company
        self.initial["seen"] = _told(self.instance)
        for name in ["headcount", "turnover", "balance_total"]:
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        self.helper = _helper("year", Row("headcount", "turnover", "balance_total"), "seen")

    def clean(self) -> dict[str, Any]:
        """Take the stored figures of the year, locked; refuse when they are not those that were shown."""
        cleaned = super().clean() or self.cleaned_data
        stored = CompanyFigures.objects.select_for_update(no_key=True).filter(
            company=self.company, year=cleaned.get("year") or 0
        )
        self.stored = stored.first()
        if _told(self.stored) != cleaned.get("seen", ""):
            self._show_both()
        elif not self.stored and not self.errors and self.has_no_figure():
            raise ValidationError(_("Type at least one figure."), code="nothing")
        # The year typed decides which row is meant, whichever was opened.
        self.instance.pk = self.stored.pk if self.stored else None
        self.instance._state.adding = self.stored is None
        return cleaned

    def has_no_figure(self) -> bool:
        """Tell whether the three figures are empty."""
        return all(self.cleaned_data.get(name) is None for name in ["headcount", "turnover", "balance_total"])

    def _show_both(self) -> None:
        shown = _told(self.stored).replace("|", " / ") or gettext("nothing")
        said = _("For this year stands already: %(shown)s. Save again to keep what you typed.")
        self.add_error(None, ValidationError(said, code="conflict", params={"shown": shown}))
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("seen")] = _told(self.stored)

    def save(self, commit: bool = True) -> Any:
        """Keep the figures, or drop the year that was emptied."""
        if self.has_no_figure():
            CompanyFigures.objects.filter(pk=self.instance.pk).delete()
            return None
        return super().save(commit)


def _told(figures: CompanyFigures | None) -> str:
    """Return the figures in a text that tells them from others; nothing where there are none."""
    if figures is None or figures.pk is None:
        return ""
    values = [figures.headcount, figures.turnover, figures.balance_total]
    return "|".join("–" if value is None else str(value) for value in values)


class PublicForm(VersionedModelForm):
    """Whether the public may read the page, and which parts of it."""

    is_public = forms.BooleanField(
        label=_("Show our company to the public"), required=False,
        help_text=_(
            "Name, town and the parts chosen below, while you are a member. You may take it back at any time."
        ),
    )  # fmt: skip
    public_parts = forms.MultipleChoiceField(
        label=_("Also show"), required=False, choices=CompanyPage.PublicPart.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = CompanyPage
        fields = ["is_public", "public_parts"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = _helper("is_public", "public_parts", save=_("Save the decision"))

    def save(self, commit: bool = True) -> Any:
        """Keep who decided and when."""
        chosen = {"is_public": self.cleaned_data["is_public"], "parts": self.cleaned_data["public_parts"]}
        self.instance.decide(**chosen, by=self.user, at=timezone.now())
        return super().save(commit)
