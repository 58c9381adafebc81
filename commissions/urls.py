"""The addresses of the app."""

from django.urls import path

from commissions.views import life, pages, place, seats

app_name = "commissions"
urlpatterns = [
    path("commissions/", pages.commission_list, name="commission-list"),
    path("commissions/<slug:slug>/", pages.commission_detail, name="commission-detail"),
    path("commissions/<slug:slug>/ma-place/", place.commission_place, name="commission-place"),
    path("commissions/<slug:slug>/membres/", seats.commission_seats, name="commission-seats"),
    path("commissions/<slug:slug>/modifier/", seats.commission_edit, name="commission-edit"),
    path("commissions/<slug:slug>/vie/", life.commission_life, name="commission-life"),
    path("nouvelle-commission/", life.commission_found, name="commission-found"),
]
