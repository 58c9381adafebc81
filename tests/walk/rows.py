"""What every address answers to every role, app by app."""

from tests.walk.expectations import Row, everybody
from tests.walk.rows_accounts import account_rows
from tests.walk.rows_admin import admin_rows
from tests.walk.rows_applications import application_rows
from tests.walk.rows_areas import area_rows
from tests.walk.rows_bureaux import bureau_rows, life_rows
from tests.walk.rows_duplicates import duplicate_rows
from tests.walk.rows_elections import election_rows
from tests.walk.rows_figures import figure_rows
from tests.walk.rows_imports import import_rows
from tests.walk.rows_members import member_rows
from tests.walk.rows_opening import opening_rows
from tests.walk.rows_own_opening import own_opening_rows
from tests.walk.rows_personal_data import personal_data_rows
from tests.walk.rows_prospects import prospect_rows
from tests.walk.rows_register import register_rows
from tests.walk.rows_renewals import renewal_rows

ROWS: dict[str, Row] = {
    **account_rows(),
    **admin_rows(),
    **duplicate_rows(),
    **election_rows(),
    **figure_rows(),
    **renewal_rows(),
    **application_rows(),
    **area_rows(),
    **bureau_rows(),
    **life_rows(),
    **import_rows(),
    **member_rows(),
    "site-health": Row(get=everybody("200"), post=everybody("405")),
    "web-health": Row(get=everybody("200"), post=everybody("405")),
    **opening_rows(),
    **own_opening_rows(),
    **personal_data_rows(),
    **prospect_rows(),
    **register_rows(),
    "pages:home": Row(get=everybody("200"), post=everybody("405")),
    "pages:search": Row(get=everybody("200"), post=everybody("405"), query="?q=leader"),
}
