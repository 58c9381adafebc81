"""A backup that was made before an erasure knows the person still: put back, it is erased of them again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from leader.shared.personal_data import erasing
from leader.shared.personal_data.declaring import declared
from leader.shared.personal_data.remembering import remembered
from leader.shared.personal_data.subjects import Subject, digest, subject


@transaction.atomic
def again_erased(since: datetime, *, at: datetime) -> int:
    """Erase again those who were erased after ``since``; return how many, whatever stands in the way."""
    later = [entry for entry in remembered() if datetime.fromisoformat(entry["at"]) >= since]
    count = 0
    for entry in later:
        for one in _subjects(entry):  # one after the other: an address erased with its person is found no more
            erasing.erase(one, at=at, whatever=True)
            count += 1
    return count


def _subjects(entry: dict[str, Any]) -> Iterator[Subject]:
    if entry["person"]:
        yield subject(entry["person"])
    # A backup from before a merge holds the other records of the person too, each with its own name.
    yield from (one for key in entry.get("merged", []) if (one := subject(key)).person)
    digests = set(entry["digests"])
    if digests:
        yield from (subject(address=address) for address in _addresses() if digest(address) in digests)


def _addresses() -> set[str]:
    """Return every address that some declared field holds."""
    return {
        address.lower()
        for place in declared()
        for path in place.addresses
        for address in place.model._base_manager.values_list(path, flat=True).distinct()
        if address
    }
