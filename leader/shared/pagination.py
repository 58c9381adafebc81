"""Pages of a long list that never count it whole."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Pages over the first ``limit`` rows; more rows are told, not counted, so that every page stays fast."""

    limit = 1000

    def __init__(self, rows: QuerySet[Any, Any], per_page: int = 25, **kwargs: Any) -> None:
        super().__init__(rows, per_page, **kwargs)

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: self.limit + 1].count()

    @property
    def count(self) -> int:
        """Return how many rows the pages show, ``limit`` at most."""
        return min(self._counted, self.limit)

    @property
    def has_more(self) -> bool:
        """Tell whether there are rows beyond the last page."""
        return self._counted > self.limit
