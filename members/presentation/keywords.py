"""A company chooses its keywords."""

from collections.abc import Sequence

from django.db.models import Value

from leader.shared.names import Folded
from members.models import Company, CompanyKeyword, Keyword


def choose_keywords(company: Company, labels: Sequence[str]) -> bool:
    """Give ``company`` the keywords ``labels`` in their order, the same word once; return whether any changed.

    The caller holds the company's row locked. A word that is known keeps the spelling of who wrote it first.
    """
    wanted = dict(enumerate(_keywords(labels), start=1))
    chosen = {row.rank: row for row in CompanyKeyword.objects.filter(company=company)}
    stale = [row for rank, row in chosen.items() if wanted.get(rank) != row.keyword_id]
    kept = {rank for rank, row in chosen.items() if row not in stale}
    CompanyKeyword.objects.filter(pk__in=[row.pk for row in stale]).delete()
    added = [
        CompanyKeyword(company=company, keyword_id=key, rank=rank)
        for rank, key in wanted.items()
        if rank not in kept
    ]
    CompanyKeyword.objects.bulk_create(added)
    return bool(stale or added)


def _keywords(labels: Sequence[str]) -> list[int]:
    """Return the keys of the keywords, each once, in the order of ``labels``; new ones are recorded."""
    # Two companies may bring the same new word at once: the later one finds it there.
    Keyword.objects.bulk_create([Keyword(label=label) for label in labels], ignore_conflicts=True)
    keys = [Keyword.objects.get(folded=Folded(Value(label))).pk for label in labels]
    return list(dict.fromkeys(keys))
