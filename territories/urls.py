"""The addresses of the app."""

from django.urls import URLPattern, path

from territories.views import public

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("territoires/", public.territory_list, name="territory-list"),
    path("territoires/<slug:slug>/", public.territory_detail, name="territory-detail"),  # stays the last
]
