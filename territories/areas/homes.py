"""Companies change home: their affiliations are written anew from a day on, in four statements for any number."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from members.models import Company
from territories.models import Affiliation

_DAY = timedelta(days=1)


@dataclass
class _Written:
    """What is to be written: spells that are shortened, that go, that are new."""

    shortened: list[Affiliation] = field(default_factory=list)
    gone: list[Affiliation] = field(default_factory=list)
    new: list[Affiliation] = field(default_factory=list)

    def cut(self, spell: Affiliation, first: date, last: date | None) -> None:
        """Take the days from ``first`` to ``last`` out of ``spell``."""
        ends = spell.ends_on
        if last and (ends is None or ends > last):
            self.new.append(_spell(spell.company_id, spell.territory_id, spell.is_home, last + _DAY, ends))
        if spell.starts_on < first:
            spell.ends_on = first - _DAY
            self.shortened.append(spell)
        else:
            self.gone.append(spell)


def move_homes(targets: Mapping[int, int], on: date) -> None:
    """Let each company (its key) be at home in the territory of ``targets`` (its key) from ``on``.

    The home of that day ends the day before; another that is planned for later stays planned.
    """
    keys = list(targets)
    list(Company.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    spells: dict[int, list[Affiliation]] = defaultdict(list)
    for spell in Affiliation.objects.filter(company__in=keys).exclude(ends_on__lt=on).order_by("starts_on", "pk"):
        spells[spell.company_id].append(spell)
    written = _Written()
    for company, territory in targets.items():
        _move(spells[company], company, territory, on, written)
    Affiliation.objects.filter(pk__in=[spell.pk for spell in written.gone]).delete()
    Affiliation.objects.bulk_update(written.shortened, ["ends_on"], batch_size=5000)
    Affiliation.objects.bulk_create(written.new, batch_size=5000)


def _move(spells: list[Affiliation], company: int, territory: int, on: date, written: _Written) -> None:
    running = next((spell for spell in spells if spell.is_home and spell.starts_on <= on), None)
    if running and running.territory_id == territory:
        return
    later = next((spell.starts_on for spell in spells if spell.is_home and spell.starts_on > on), None)
    last = later - _DAY if later else None
    if running:
        written.cut(running, on, running.ends_on)
    for spell in spells:
        # Belonging there as a second territory is part of being at home there.
        if not spell.is_home and spell.territory_id == territory and (last is None or spell.starts_on <= last):
            written.cut(spell, max(on, spell.starts_on), last)
    written.new.append(_spell(company, territory, True, on, last))


def _spell(company: int, territory: int, is_home: bool, starts_on: date, ends_on: date | None) -> Affiliation:
    return Affiliation(
        company_id=company, territory_id=territory, is_home=is_home, starts_on=starts_on, ends_on=ends_on
    )
