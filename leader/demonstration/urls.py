"""The address of the one-click sign-in."""

from django.urls import path

from leader.demonstration import views

app_name = "demonstration"
urlpatterns = [path("compte/demonstration/", views.sign_in, name="sign-in")]
