"""The addresses of members: the app's own, and the pages that also tell territories."""

from django.urls import path

from leader.pages import companies, people
from members.urls import urlpatterns as own

app_name = "members"
urlpatterns = [
    path("entreprises/", companies.company_list, name="company-list"),
    path("entreprises/annuaire/exporter/", companies.company_directory_export, name="company-directory-export"),
    path("entreprises/<numbered:company_pk>/", companies.company_detail, name="company-detail"),
    path("personnes/<numbered:person_pk>/", people.person_detail, name="person-detail"),
    path("mon-profil/", people.profile, name="profile"),
    path("mon-profil/visibilite/", people.profile_choices, name="profile-choices"),
    *own,
]
