"""The search form of the company directory; its address can be shared."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.models import Commission, CommissionMembership
from leader.geography.outlines import outline_map
from leader.shared.names import fold
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from members.models import ActivitySection, CompanyFigures, CompanyPage, Representative, SizeClass
from members.models.companies import CompanyQuerySet
from territories.models import Affiliation, Territory

LETTERS = [*"abcdefghijklmnopqrstuvwxyz", "#"]
ELSEWHERE = "ailleurs"
BY_NAME, BY_ARRIVAL, BY_HEADCOUNT = "", "arrivee", "effectif"
MORE = ["commission", "keyword", "seeks", "offers", "sort"]  # behind "more criteria"
CHOSEN_BY_CODE = ["territory", "section", "commission"]


class Chosen(NamedTuple):
    """A criterion that narrows the list: what it is, its value in words, the query without it."""

    label: Any
    value: str
    without: str


class DirectoryForm(forms.Form):
    """What to look for; a value that makes no sense is told and narrows nothing."""

    q = VisibleCharField(
        label=_("Name, town, SIREN or keyword"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *SizeClass.choices])
    section = forms.ChoiceField(label=_("Activity"), required=False)
    commission = forms.ChoiceField(label=_("Sits in the commission"), required=False)
    keyword = VisibleCharField(label=_("Keyword"), required=False, max_length=40)
    seeks = VisibleCharField(label=_("Looks for"), required=False, max_length=100)
    offers = VisibleCharField(label=_("Offers"), required=False, max_length=100)
    sort = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[
            (BY_NAME, _("by name")), (BY_ARRIVAL, _("newest members first")),
            (BY_HEADCOUNT, _("largest headcount first")),
        ],
    )  # fmt: skip
    letter = forms.ChoiceField(required=False, choices=[("", ""), *((x, x) for x in LETTERS)])
    departement = forms.ChoiceField(label=_("Département"), required=False)
    map = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        # Lists, not querysets: a hostile value is refused here and never reaches the database.
        offered = _choices(user)
        for name in CHOSEN_BY_CODE:
            self._offer(name, [("", _("All")), *offered[name]])
        places = [(outline.code, outline.name) for outline in outline_map().outlines]
        self._offer("departement", [("", ""), *places, (ELSEWHERE, _("elsewhere"))])
        for name in ["letter", "departement"]:
            self.fields[name].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the values that make sense."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def narrow(self, companies: CompanyQuerySet, *, leaving_out: str = "") -> CompanyQuerySet:
        """Keep of ``companies`` those that answer the form, but for the criterion ``leaving_out``."""
        narrowing = {
            "q": lambda rows, value: rows.answering(value),
            "territory": lambda rows, value: rows.filter(pk__in=self._affiliated(value)),
            "size": lambda rows, value: rows.of_size(value),
            "section": lambda rows, value: rows.in_section(value),
            "commission": lambda rows, value: rows.filter(pk__in=self._sitting(value)),
            "keyword": lambda rows, value: rows.with_keyword(value),
            "seeks": lambda rows, value: rows.filter(pk__in=self._pages().seeking(value).values("company")),
            "offers": lambda rows, value: rows.filter(pk__in=self._pages().offering(value).values("company")),
            "letter": lambda rows, value: rows.beginning_with(value),
            "departement": _seated,
        }
        for name, value in self.wanted.items():
            if name in narrowing and name != leaving_out:
                companies = narrowing[name](companies, value)
        return companies

    def in_order(self, companies: CompanyQuerySet) -> CompanyQuerySet:
        """Order ``companies``, all of them members, as the form asks; the name decides between equals.

        Of those that joined on one day, who was recorded last comes first: that order an index has.
        """
        order = self.wanted.get("sort", BY_NAME)
        if order == BY_ARRIVAL:
            joined = companies.filter(memberships__is_first=True)
            return joined.order_by("-memberships__starts_on", "-memberships__company_id")
        if order == BY_HEADCOUNT:
            latest = CompanyFigures.objects.filter(company=OuterRef("pk"), headcount__isnull=False).order_by(
                "-year"
            )
            heads = Subquery(latest.values("headcount")[:1])
            return companies.alias(heads=heads).by_name(F("heads").desc(nulls_last=True))
        return companies.by_name()

    def letters(self) -> list[tuple[str, str, bool]]:
        """Return the links to each first letter: what is read, the query, whether it is the one chosen."""
        chosen = self.wanted.get("letter")
        return [(x.upper(), self.query("letter", x), x == chosen) for x in LETTERS]

    def query(self, name: str, value: str = "") -> str:
        """Return the query of the same search with ``value`` for ``name``, from its first page."""
        kept = [(key, old) for key, old in self.data.items() if old and key not in {name, "page"}]
        return urlencode([*kept, (name, value)] if value else kept)

    def chosen(self) -> list[Chosen]:
        """Return the criteria that narrow the list, each with the query that takes it away."""
        return [
            Chosen(self.fields[name].label or _("First letter"), self._in_words(name, value), self.query(name))
            for name, value in self.wanted.items()
            if name not in {"sort", "map"}
        ]

    def has_more(self) -> bool:
        """Tell whether a criterion behind "more criteria" is chosen."""
        return any(name in self.wanted for name in MORE)

    def _in_words(self, name: str, value: str) -> str:
        choices: Any = getattr(self.fields[name], "choices", [])
        label = str(dict(choices).get(value, value))
        return label.upper() if name == "letter" else label

    def _affiliated(self, slug: str) -> Any:
        seen = Affiliation.objects.visible_to(self.user).running_on(timezone.localdate())
        return seen.filter(territory__slug=slug).values("company")

    def _sitting(self, slug: str) -> Any:
        """Return the companies of which somebody that one may see sits today in the commission."""
        today = timezone.localdate()
        seats = CommissionMembership.objects.visible_to(self.user).running_on(today).filter(commission__slug=slug)
        people = Representative.objects.visible_to(self.user).running_on(today)
        return people.filter(person__in=seats.values("person")).values("company")

    def _pages(self) -> Any:
        return CompanyPage.objects.order_by()  # of companies that one sees already: the list is narrowed by it


def _choices(user: AnyUser) -> dict[str, list[tuple[str, str]]]:
    """Return code and label of the territories, sections and living commissions that ``user`` sees; one query."""
    commissions = Commission.objects.visible_to(user).alive_on(timezone.localdate())
    rows = [
        _told("territory", Territory.objects.visible_to(user), "slug", "name"),
        _told("section", ActivitySection.objects.all(), "code", "label"),
        _told("commission", commissions, "slug", "name"),
    ]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in CHOSEN_BY_CODE}
    for kind, code, label in rows[0].union(*rows[1:], all=True):
        found[kind].append((code, label))
    found["section"].sort()
    for name in ["territory", "commission"]:
        found[name].sort(key=lambda choice: fold(choice[1]))
    return found


def _told(kind: str, rows: QuerySet[Any], code: str, label: str) -> Any:
    return rows.order_by().values_list(Value(kind), code, label)


def _seated(companies: CompanyQuerySet, code: str) -> CompanyQuerySet:
    if code != ELSEWHERE:
        return companies.seated_in(code)
    return companies.exclude(commune__departement__in=[outline.code for outline in outline_map().outlines])


class PublicDirectoryForm(forms.Form):
    """What the public may look for, among the companies that chose to be found."""

    q = VisibleCharField(
        label=_("Name, town or keyword"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip

    def narrow(self, companies: CompanyQuerySet) -> CompanyQuerySet:
        """Keep those that answer; a keyword counts where the company shows its keywords."""
        text = self.cleaned_data.get("q") if self.is_valid() else ""
        return answering_in_public(companies, text) if text else companies


def answering_in_public(companies: CompanyQuerySet, text: str) -> CompanyQuerySet:
    """Keep of public ``companies`` those that hold every word in what they show: keywords are not always shown."""
    with_words = CompanyPage.objects.showing(CompanyPage.PublicPart.KEYWORDS).values("company")
    silent = companies.exclude(pk__in=with_words).matching(text).values("pk")
    telling = companies.filter(pk__in=with_words).answering(text).values("pk")
    return companies.filter(pk__in=silent.order_by().union(telling.order_by()))


def counts_by_departement(companies: QuerySet[Any]) -> dict[str, int]:
    """Return how many of ``companies`` have their seat in each département; ELSEWHERE counts the rest."""
    on_map = {outline.code for outline in outline_map().outlines}
    counted = companies.order_by().values_list("commune__departement").annotate(number=Count("pk"))
    counts: dict[str, int] = {}
    for code, number in counted:
        place = code if code in on_map else ELSEWHERE
        counts[place] = counts.get(place, 0) + number
    return counts
