"""What the pages of accounts answer: allauth's views, whose links carry secrets that nobody has here."""

from tests.walk.expectations import Row, everybody, signed_in

VISITORS = Row(get=everybody("away", stranger="200"), post=everybody("away", stranger="200"))
UNDER_WAY = Row(get=everybody("away", stranger="login"), post=everybody("away", stranger="login"))  # not begun
OWN_PAGE = Row(get=signed_in("200"), post=signed_in("200"))
OWN_LIST = Row(get=signed_in("200"), post=signed_in("405"))
NOTHING_THERE = Row(get=signed_in("404"), post=signed_in("404"))  # no such factor on the account
ASKED_AGAIN = Row(get=signed_in("403"), post=signed_in("403"))  # without a password there is nothing to confirm
ANNOUNCEMENT = Row(get=everybody("200"), post=everybody("405"))
AWAY_INSIDE = Row(get=signed_in("away"), post=signed_in("away"))


def _first(world):
    return {"pk": 1}


def account_rows() -> dict[str, Row]:
    """Return the rows of sign-in, addresses, passwords and second factors."""
    return {
        "account_login": VISITORS,
        "account_request_login_code": VISITORS,
        "account_signup": VISITORS,
        "account_confirm_login_code": UNDER_WAY,
        "mfa_authenticate": UNDER_WAY,
        "mfa_login_webauthn": UNDER_WAY,
        "account_logout": Row(get=everybody("200", stranger="away"), post=everybody("away")),
        "account_inactive": ANNOUNCEMENT,
        "account_email": Row(get=signed_in("200"), post=signed_in("away")),
        "account_email_verification_sent": AWAY_INSIDE,
        "account_change_password": AWAY_INSIDE,  # to the page that sets a first one
        "account_set_password": OWN_PAGE,
        "account_reset_password": Row(get=everybody("200"), post=everybody("200")),
        "account_confirm_password_reset_code": Row(get=everybody("login"), post=everybody("login")),
        "account_complete_password_reset": Row(get=everybody("away"), post=everybody("away")),
        "account_password_reset_completed": ANNOUNCEMENT,
        "account_reauthenticate": ASKED_AGAIN,
        "mfa_reauthenticate": ASKED_AGAIN,
        "mfa_reauthenticate_webauthn": ASKED_AGAIN,
        "mfa_index": OWN_LIST,
        "mfa_activate_totp": OWN_PAGE,
        "mfa_deactivate_totp": NOTHING_THERE,
        "mfa_view_recovery_codes": Row(get=signed_in("404"), post=signed_in("405")),
        "mfa_generate_recovery_codes": OWN_PAGE,
        "mfa_download_recovery_codes": NOTHING_THERE,
        "mfa_list_webauthn": OWN_LIST,
        "mfa_add_webauthn": OWN_PAGE,
        "mfa_edit_webauthn": Row(get=signed_in("404"), post=signed_in("404"), own=_first),
        "mfa_remove_webauthn": Row(get=signed_in("404"), post=signed_in("404"), own=_first),
        "demonstration:sign-in": Row(get=everybody("404"), post=everybody("404")),
    }
