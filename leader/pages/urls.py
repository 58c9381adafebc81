"""The addresses of the pages that mix apps."""

from django.urls import path

from leader.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
]
