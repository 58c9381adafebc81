"""The addresses of the app; ``leader.pages.member_urls`` adds the two pages that also tell territories."""

from django.urls import path

from members import views
from members.team import views as team

app_name = "members"
urlpatterns = [
    path("entreprises/<numbered:company_pk>/modifier/", views.company_edit, name="company-edit"),
    path("mon-entreprise/", views.my_company, name="my-company"),
    path("mon-entreprise/<numbered:company_pk>/equipe/", team.team, name="team"),
    path("mon-entreprise/invitation/<str:token>/", team.team_invitation, name="team-invitation"),
    path("mon-entreprise/rejoindre/", team.team_join, name="team-join"),
]
