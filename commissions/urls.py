"""The addresses of the app."""

from django.urls import path

from commissions import views

app_name = "commissions"
urlpatterns = [
    path("commissions/", views.commission_list, name="commission-list"),
    path("commissions/<slug:slug>/", views.commission_detail, name="commission-detail"),
]
