"""The addresses of the pages that mix apps."""

from django.urls import path

from leader.pages import opening_launch, views
from leader.pages.cohorts import views as cohorts
from leader.pages.dossiers import views as dossiers
from leader.pages.register import views as register
from leader.pages.renewals import company as membership
from leader.pages.renewals import views as renewals

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("adherents/chiffres/", cohorts.member_figures, name="member-figures"),
    path("adherents/chiffres/<int:year>/", cohorts.member_breakdown, name="member-breakdown"),
    path("adherents/chiffres/<int:year>/<slug:what>/", cohorts.member_figures_list, name="member-figures-list"),
    path("registre/", register.register_list, name="register-list"),
    path("registre/decider/", register.register_bulk, name="register-bulk"),
    path("registre/<int:company_pk>/", register.register_company, name="register-company"),
    path("registre/<int:company_pk>/interroger/", register.register_ask, name="register-ask"),
    path("registre/<int:company_pk>/territoire/", register.register_home, name="register-home"),
    path("registre/<int:company_pk>/ecarts/<int:pk>/", register.register_decide, name="register-decide"),
    path("adherents/renouvellements/", renewals.renewal_list, name="renewal-list"),
    path("adherents/renouvellements/essai/", renewals.renewal_dry_run, name="renewal-dry-run"),
    path("adherents/renouvellements/renouveler/", renewals.renewal_run, name="renewal-run"),
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
    # The address of territories:opening-launch: this floor answers there, because it knows the events.
    path("territoires/ouvrir/<int:pk>/lancement/", opening_launch.launch, name="opening-launch"),
]
