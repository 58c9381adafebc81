"""The addresses of the app."""

from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("gala/", views.gala, name="gala"),
    path("evenements/", views.event_list, name="event-list"),
    path("evenements/<slug:slug>/", views.event_detail, name="event-detail"),
]
