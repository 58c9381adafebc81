"""The addresses of the app; ``leader.pages.member_urls`` adds the two pages that also tell territories."""

from django.urls import path

from members import views
from members.presentation import views as page
from members.team import views as team

app_name = "members"
urlpatterns = [
    path("entreprises/<numbered:company_pk>/modifier/", views.company_edit, name="company-edit"),
    path("entreprises/<numbered:company_pk>/modifier/logo/", page.logo_edit, name="company-logo-edit"),
    path("entreprises/<numbered:company_pk>/modifier/besoins/", page.words_edit, name="company-words-edit"),
    path("entreprises/<numbered:company_pk>/modifier/sites/", page.sites_edit, name="company-sites-edit"),
    path("entreprises/<numbered:company_pk>/modifier/sites/ajouter/", page.site_edit, name="company-site-add"),
    path(
        "entreprises/<numbered:company_pk>/modifier/sites/<numbered:site_pk>/",
        page.site_edit,
        name="company-site-edit",
    ),
    path(
        "entreprises/<numbered:company_pk>/modifier/sites/<numbered:site_pk>/retirer/",
        page.site_delete,
        name="company-site-delete",
    ),
    path("entreprises/<numbered:company_pk>/modifier/chiffres/", page.figures_edit, name="company-figures-edit"),
    path("entreprises/<numbered:company_pk>/modifier/public/", page.public_edit, name="company-public-edit"),
    path(
        "entreprises/<numbered:company_pk>/logo/<slug:digest>/<slug:size>/", page.company_logo, name="company-logo"
    ),
    path("mon-entreprise/", views.my_company, name="my-company"),
    path("mon-entreprise/<numbered:company_pk>/equipe/", team.team, name="team"),
    path("mon-entreprise/invitation/<str:token>/", team.team_invitation, name="team-invitation"),
    path("mon-entreprise/rejoindre/", team.team_join, name="team-join"),
]
