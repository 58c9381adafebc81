"""The addresses of the app."""

from django.urls import URLPattern, path

from territories.views import invitations, life, public

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("territoires/", public.territory_list, name="territory-list"),
    path("territoires/invitations/", invitations.invitation_list, name="invitation-list"),
    path("territoires/invitation/<slug:token>/", invitations.invitation, name="invitation"),
    path("territoires/<slug:slug>/vie/", life.territory_life, name="territory-life"),
    path("territoires/<slug:slug>/", public.territory_detail, name="territory-detail"),  # stays the last
]
