"""Every address of the site; addresses are in French, their names in English."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from leader.shared.health import site_health, web_health

handler500 = "leader.shared.failures.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("compte/", include("members.accounts.urls")),
    path("health/", site_health, name="site-health"),
    path("health/web/", web_health, name="web-health"),
    path("", include("leader.demonstration.urls")),
    path("", include("leader.pages.urls")),
    path("", include("leader.pages.member_urls")),
    path("", include("territories.urls")),
    path("", include("commissions.urls")),
    path("", include("events.urls")),
    path("", include("elections.urls")),
]
