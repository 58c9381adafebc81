"""The addresses of the app; ``leader.pages.member_urls`` adds the two pages that also tell territories."""

from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("entreprises/<numbered:company_pk>/modifier/", views.company_edit, name="company-edit"),
    path("mon-entreprise/", views.my_company, name="my-company"),
    path("mon-profil/", views.profile, name="profile"),
]
