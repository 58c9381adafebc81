"""What keeps people or their names, asked of many people at once: conditions on rows of people, for a clock."""

from django.db.models import Exists, OuterRef

from leader.shared.personal_data.declaring import declared


def names_kept() -> list[Exists]:
    """Return one condition for each place where a row that the law keeps today keeps its person's name."""
    return [
        Exists(place.model._base_manager.filter(place.kept.while_(), **{place.person: OuterRef("pk")}))
        for place in declared()
        if place.kept and place.kept.names
    ]
