"""The addresses of the pages that mix apps."""

from django.urls import path

from leader.pages import opening_launch, views
from leader.pages.calendars import views as calendars
from leader.pages.cohorts import views as cohorts
from leader.pages.dashboard.views import territory_dashboard
from leader.pages.dossiers import views as dossiers
from leader.pages.duplicates import merges, naming, undoing
from leader.pages.duplicates import views as duplicates
from leader.pages.overview.views import territory_overview
from leader.pages.personal_data import desk, own, public
from leader.pages.personal_data.unsubscribing import unsubscribe
from leader.pages.register import views as register
from leader.pages.renewals import company as membership
from leader.pages.renewals import termless
from leader.pages.renewals import views as renewals
from leader.pages.rights.views import lead_rights
from leader.pages.search.views import search
from leader.pages.shadowing import views as shadowing
from leader.pages.succession import views as succession

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("adherents/chiffres/", cohorts.member_figures, name="member-figures"),
    path("adherents/chiffres/<int:year>/", cohorts.member_breakdown, name="member-breakdown"),
    path("adherents/chiffres/<int:year>/<slug:what>/", cohorts.member_figures_list, name="member-figures-list"),
    path("doublons/", duplicates.duplicate_list, name="duplicate-list"),
    path("doublons/chercher/", duplicates.duplicate_search, name="duplicate-search"),
    path("doublons/avec/<slug:kind>/<int:record_pk>/", naming.duplicate_name, name="duplicate-name"),
    path("doublons/fusions/", merges.merge_list, name="merge-list"),
    path("doublons/fusions/<int:pk>/annuler/", undoing.merge_undo, name="merge-undo"),
    path("doublons/<int:pk>/", duplicates.duplicate_pair, name="duplicate-pair"),
    path("doublons/<int:pk>/decider/", duplicates.duplicate_decide, name="duplicate-decide"),
    path("doublons/<int:pk>/fusionner/", duplicates.duplicate_merge, name="duplicate-merge"),
    path("droits/", lead_rights, name="lead-rights"),
    path("recherche/", search, name="search"),
    path("registre/", register.register_list, name="register-list"),
    path("registre/decider/", register.register_bulk, name="register-bulk"),
    path("registre/<int:company_pk>/", register.register_company, name="register-company"),
    path("registre/<int:company_pk>/interroger/", register.register_ask, name="register-ask"),
    path("registre/<int:company_pk>/territoire/", register.register_home, name="register-home"),
    path("registre/<int:company_pk>/ecarts/<int:pk>/", register.register_decide, name="register-decide"),
    path("adherents/renouvellements/", renewals.renewal_list, name="renewal-list"),
    path("adherents/renouvellements/essai/", renewals.renewal_dry_run, name="renewal-dry-run"),
    path("adherents/renouvellements/renouveler/", renewals.renewal_run, name="renewal-run"),
    path("adherents/renouvellements/sans-terme/", termless.termless_list, name="termless-list"),
    path("adherents/renouvellements/sans-terme/essai/", termless.termless_dry_run, name="termless-dry-run"),
    path("adherents/renouvellements/sans-terme/donner/", termless.termless_run, name="termless-run"),
    path("adherents/adhesions/<int:pk>/", membership.membership_detail, name="membership-detail"),
    path("adherents/adhesions/<int:pk>/renouveler/", membership.membership_renew, name="membership-renew"),
    path("adherents/adhesions/<int:pk>/terminer/", membership.membership_leave, name="membership-leave"),
    path("adherents/adhesions/<int:pk>/reprendre/", membership.membership_return, name="membership-return"),
    path("adherents/adhesions/<int:pk>/annuler/", membership.membership_undo, name="membership-undo"),
    path("territoires/dossiers/", dossiers.dossier_list, name="dossier-list"),
    path("territoires/dossiers/<int:pk>/", dossiers.dossier_detail, name="dossier-detail"),
    path("territoires/dossiers/<int:pk>/approuver/", dossiers.dossier_approve, name="dossier-approve"),
    path("territoires/dossiers/<int:pk>/renvoyer/", dossiers.dossier_return, name="dossier-return"),
    path("territoires/dossiers/<int:pk>/refuser/", dossiers.dossier_refuse, name="dossier-refuse"),
    path("territoires/vue-d-ensemble/", territory_overview, name="territory-overview"),
    path("territoires/<slug:slug>/tableau-de-bord/", territory_dashboard, name="territory-dashboard"),
    path("territoires/<slug:slug>/suite/", succession.territory_after, name="territory-after"),
    path("territoires/<slug:slug>/suite/<slug:act>/", succession.territory_after_act, name="territory-after-act"),
    path("territoires/<slug:slug>/voir-comme/", shadowing.shadowing_begin, name="shadowing-begin"),
    path("voir-comme/fin/", shadowing.shadowing_end, name="shadowing-end"),
    # The address of territories:opening-launch: this floor answers there, because it knows the events.
    path("territoires/ouvrir/<int:pk>/lancement/", opening_launch.launch, name="opening-launch"),
    path("calendriers/<str:token>.ics", calendars.calendar_feed, name="calendar-feed"),
    path("mes-calendriers/", calendars.calendar_feeds, name="calendar-feeds"),
    path("mes-donnees/", own.my_data, name="my-data"),
    path("mes-donnees/demande/", own.my_data_request, name="my-data-request"),
    path("mes-donnees/lettres/", own.my_data_preferences, name="my-data-preferences"),
    path("mes-donnees/fichier.<slug:form>", own.my_data_file, name="my-data-file"),
    path("donnees-personnelles/", public.privacy_notice, name="privacy-notice"),
    path("donnees-personnelles/demande/", public.data_request_ask, name="data-request-ask"),
    path("donnees-personnelles/demande/envoyee/", public.data_request_sent, name="data-request-sent"),
    path("donnees-personnelles/demande/<str:token>/", public.data_request_confirm, name="data-request-confirm"),
    path("donnees-personnelles/lettres/<str:token>/", unsubscribe, name="unsubscribe"),
    path("donnees-personnelles/demandes/", desk.data_request_list, name="data-request-list"),
    path("donnees-personnelles/demandes/<int:pk>/", desk.data_request_detail, name="data-request-detail"),
    path("donnees-personnelles/demandes/<int:pk>/reponse/", desk.data_request_answer, name="data-request-answer"),
    path("donnees-personnelles/demandes/<int:pk>/personne/", desk.data_request_name, name="data-request-name"),
    path("donnees-personnelles/demandes/<int:pk>/delai/", desk.data_request_extend, name="data-request-extend"),
    path("donnees-personnelles/demandes/<int:pk>/effacement/", desk.data_request_erase, name="data-request-erase"),
    path("donnees-personnelles/registre/", desk.processing_register, name="processing-register"),
    path("donnees-personnelles/conservation/", desk.retention_rules, name="retention-rules"),
]
