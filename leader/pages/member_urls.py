"""The addresses of members: the app's own, and the directory and company page, which also tell territories."""

from django.urls import path

from leader.pages import companies
from members.urls import urlpatterns as own

app_name = "members"
urlpatterns = [
    path("entreprises/", companies.company_list, name="company-list"),
    path("entreprises/annuaire/exporter/", companies.company_directory_export, name="company-directory-export"),
    path("entreprises/<numbered:company_pk>/", companies.company_detail, name="company-detail"),
    *own,
]
