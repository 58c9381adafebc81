"""The addresses of the app."""

from django.urls import path

from elections import views

app_name = "elections"
urlpatterns = [
    path("assemblees/", views.assembly_list, name="assembly-list"),
    path("assemblees/<numbered:assembly_pk>/", views.assembly_detail, name="assembly-detail"),
]
