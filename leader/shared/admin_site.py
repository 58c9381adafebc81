"""The admin site: the clerk's desk of staff and of chapter leads."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.choices import ChoicesView
from leader.shared.admin.rights import condition_for
from leader.shared.admin.scoped import ScopedModelAdmin
from leader.shared.scope import Right


class LeaderAdminSite(AdminSite):
    """The admin of the federation: whoever administers a row of something may enter, and finds only that.

    Sign-in, second factor and password are the site's own pages, so that their rules hold here as well.
    """

    site_title = _("LeadeR desk")
    site_header = "LeadeR Occitanie"
    index_title = _("The desk")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # a record ends, or one page at a time is deleted

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register our own desks only: those of libraries show secrets and do not ask the scope rule."""
        if admin_class is not None and issubclass(admin_class, ScopedModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever is active and administers something: staff, and by their grants the leads."""
        return request.user.is_active and any(
            condition_for(request, model, Right.ADMINISTER) is not None for model in self._registry
        )

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # type: ignore[override]
        """Answer "not found" where the stock admin says "forbidden"."""

        def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as error:
                raise Http404 from error

        entered = super().admin_view(found, cacheable)

        def for_those_who_may_enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return entered(request, *args, **kwargs)

        for_those_who_may_enter.csrf_exempt = getattr(entered, "csrf_exempt", False)  # type: ignore[attr-defined]
        return for_those_who_may_enter

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page needs; the list of models is made only by the page that shows it."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "available_apps": partial(self.get_app_list, request),
            "desks": partial(self.desks, request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }

    def desks(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the lists most worked with, as links for the head of each page."""
        frequent = [
            (desk.menu_rank, model)
            for model, desk in self._registry.items()
            if isinstance(desk, ScopedModelAdmin) and desk.menu_rank and desk.has_module_permission(request)
        ]
        frequent.sort(key=itemgetter(0))
        return [{"name": model._meta.verbose_name_plural, "url": self._list_url(model)} for _, model in frequent]

    def _list_url(self, model: type[Model]) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer an autocompletion with what the person may choose there."""
        return ChoicesView.as_view(admin_site=self)(request)  # type: ignore[return-value]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to the sign-in page of the site; whoever is signed in already goes where they may."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    login.login_required = False  # type: ignore[attr-defined]

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Send to the sign-out page of the site."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Send to the page of the site where one changes the password."""
        return redirect("account_change_password")
