"""The addresses of the app."""

from django.urls import URLPattern, path

from territories.views import (
    applications,
    applying,
    exports,
    following,
    imports,
    invitations,
    life,
    opening,
    opening_prospects,
    opening_steps,
    public,
)

app_name = "territories"
urlpatterns: list[URLPattern] = [
    path("devenir-membre/", applying.application_look_up, name="application-look-up"),
    path("devenir-membre/demande/", applying.application_form, name="application-form"),
    path("devenir-membre/envoyee/", applying.application_sent, name="application-sent"),
    path("devenir-membre/suivi/<str:token>/", following.application_follow, name="application-follow"),
    path("devenir-membre/suivi/<str:token>/confirmer/", following.application_confirm, name="application-confirm"),
    path("devenir-membre/suivi/<str:token>/repondre/", following.application_answer, name="application-answer"),
    path("devenir-membre/suivi/<str:token>/retirer/", following.application_withdraw, name="application-withdraw"),
    path("demandes-adhesion/", applications.application_list, name="application-list"),
    path("demandes-adhesion/<int:pk>/", applications.application_detail, name="application-detail"),
    path("demandes-adhesion/<int:pk>/accepter/", applications.application_accept, name="application-accept"),
    path("demandes-adhesion/<int:pk>/demander/", applications.application_ask, name="application-ask"),
    path("demandes-adhesion/<int:pk>/refuser/", applications.application_refuse, name="application-refuse"),
    path("entreprises/exporter/", exports.company_export, name="company-export"),
    path("entreprises/importer/", imports.import_list, name="import-list"),
    path("entreprises/importer/<int:pk>/", imports.import_detail, name="import-detail"),
    path("entreprises/importer/<int:pk>/colonnes/", imports.import_mapping, name="import-mapping"),
    path("entreprises/importer/<int:pk>/doutes/", imports.import_doubts, name="import-doubts"),
    path("entreprises/importer/<int:pk>/confirmer/", imports.import_confirm, name="import-confirm"),
    path("entreprises/importer/<int:pk>/abandonner/", imports.import_abandon, name="import-abandon"),
    path("entreprises/importer/<int:pk>/refusees/", imports.import_refused, name="import-refused"),
    path("territoires/", public.territory_list, name="territory-list"),
    path("territoires/invitations/", invitations.invitation_list, name="invitation-list"),
    path("territoires/invitation/<slug:token>/", invitations.invitation, name="invitation"),
    path("territoires/<slug:slug>/vie/", life.territory_life, name="territory-life"),
    path("territoires/ouvrir/", opening.opening_list, name="opening-list"),
    path("territoires/ouvrir/<int:pk>/", opening.opening_review, name="opening-review"),
    path("territoires/ouvrir/<int:pk>/territoire/", opening_steps.territory, name="opening-territory"),
    path("territoires/ouvrir/<int:pk>/zone/", opening_steps.area, name="opening-area"),
    path("territoires/ouvrir/<int:pk>/lancement/", opening_steps.launch, name="opening-launch"),
    path("territoires/ouvrir/<int:pk>/pressenties/", opening_prospects.prospect_step, name="opening-prospects"),
    path("territoires/ouvrir/<int:pk>/equipe/", opening_steps.team, name="opening-team"),
    path("territoires/ouvrir/<int:pk>/soumettre/", opening.opening_submit, name="opening-submit"),
    path("territoires/ouvrir/<int:pk>/reprendre/", opening.opening_take_back, name="opening-take-back"),
    path("territoires/ouvrir/<int:pk>/supprimer/", opening.opening_delete, name="opening-delete"),
    path("territoires/<slug:slug>/", public.territory_detail, name="territory-detail"),  # stays the last
]
