"""The addresses of the account, in French; the views and the names are those of django-allauth.

Views that count attempts take no transaction around the request: an attempt stays counted whatever the
answer, and nobody waits for the lock of a counter until the end of another request.
"""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db.transaction import non_atomic_requests as counted
from django.urls import path

from members.accounts.forms import ConfirmationKeyForm, SecondFactorKeyForm
from members.accounts.removal import remove_application, remove_key

authenticate = second_factor.AuthenticateView.as_view(webauthn_form_class=SecondFactorKeyForm)
confirm_by_key = passkeys.ReauthenticateWebAuthnView.as_view(form_class=ConfirmationKeyForm)

urlpatterns = [
    path("connexion/", counted(views.login), name="account_login"),
    path("connexion/code/", counted(views.request_login_code), name="account_request_login_code"),
    path("connexion/code/saisie/", counted(views.confirm_login_code), name="account_confirm_login_code"),
    path("connexion/double/", counted(authenticate), name="mfa_authenticate"),
    path("connexion/cle/", counted(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("suspendu/", views.account_inactive, name="account_inactive"),
    path("inscription/", views.signup, name="account_signup"),
    path("adresses/", views.email, name="account_email"),
    path("adresses/verification/", counted(views.email_verification_sent), name="account_email_verification_sent"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/nouveau/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oubli/", counted(views.password_reset), name="account_reset_password"),
    path(
        "mot-de-passe/oubli/code/",
        counted(views.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oubli/choix/",
        counted(views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oubli/fait/",
        views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("confirmation/", counted(views.reauthenticate), name="account_reauthenticate"),
    path("confirmation/code/", counted(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("confirmation/cle/", counted(confirm_by_key), name="mfa_reauthenticate_webauthn"),
    path("securite/", second_factor.index, name="mfa_index"),
    path("securite/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("securite/application/retrait/", remove_application, name="mfa_deactivate_totp"),
    path("securite/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes/nouveaux/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("securite/codes/fichier/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("securite/cles/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("securite/cles/ajout/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/nom/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retrait/", remove_key, name="mfa_remove_webauthn"),
]
