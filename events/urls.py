"""The addresses of the app."""

from django.urls import path

from events import edition, members_page, views
from events.after import views as after
from events.courting import views as courting
from events.door import views as door
from events.gallery import views as gallery
from events.hosting import views as hosting
from events.registration import desk
from events.registration import views as registration
from events.seating import views as seating

app_name = "events"
urlpatterns = [
    path("gala/", views.gala, name="gala"),
    path("gala/accueil/", hosting.host_list, name="host-list"),
    path("gala/accueil/<int:year>/decision/", hosting.host_decision, name="host-decision"),
    path("gala/accueil/<int:year>/notes/", hosting.host_marks, name="host-marks"),
    path("gala/accueil/documents/<int:pk>/", hosting.host_document, name="host-document"),
    path("gala/accueil/<int:year>/<slug:slug>/", hosting.host_candidacy, name="host-candidacy"),
    path("evenements/", views.event_list, name="event-list"),
    path("evenements/convive/<str:token>/", registration.attendee_own, name="attendee-own"),
    path("evenements/invitation/<str:token>/", registration.invitation, name="invitation"),
    path("evenements/avis/<str:token>/", after.survey, name="survey"),
    path("evenements/photos/<int:pk>/<str:digest>-<str:size>.webp", gallery.photo_file, name="photo-file"),
    path("evenements/<slug:slug>/", views.event_detail, name="event-detail"),
    path("evenements/<slug:slug>/membres/", members_page.event_members, name="event-members"),
    path("evenements/<slug:slug>/photos/", gallery.photo_gallery, name="photo-gallery"),
    path("evenements/<slug:slug>/photos/<int:pk>/", gallery.photo, name="photo"),
    path("evenements/<slug:slug>/agenda.ics", edition.event_calendar, name="event-calendar"),
    path("evenements/<slug:slug>/programme.pdf", edition.event_programme, name="event-programme"),
    path("evenements/<slug:slug>/accueil/", door.door, name="door"),
    path("evenements/<slug:slug>/accueil/presents/", door.door_roll, name="door-roll"),
    path("evenements/<slug:slug>/accueil/garder.js", door.door_worker, name="door-worker"),
    path("evenements/<slug:slug>/inscription/", registration.registration, name="registration"),
    path("evenements/<slug:slug>/inscription/<numbered:company_pk>/", registration.party, name="party"),
    path("evenements/<slug:slug>/inscriptions/", desk.registration_list, name="registration-list"),
    path("evenements/<slug:slug>/inscriptions/convives/", desk.attendee_list, name="attendee-list"),
    path("evenements/<slug:slug>/inscriptions/accueil/", door.door_team, name="door-team"),
    path("evenements/<slug:slug>/inscriptions/tables/", seating.table_plan, name="table-plan"),
    path("evenements/<slug:slug>/inscriptions/tables/cartons.pdf", seating.place_cards, name="place-cards"),
    path("evenements/<slug:slug>/inscriptions/tables/tables.pdf", seating.table_sheets, name="table-sheets"),
    path("evenements/<slug:slug>/inscriptions/presence/", after.attendance, name="attendance"),
    path("evenements/<slug:slug>/inscriptions/suites/", after.follow_up, name="follow-up"),
    path("evenements/<slug:slug>/inscriptions/badges/", door.badge_sheet, name="badge-sheet"),
    path(
        "territoires/<slug:slug>/pressenties/invitations/", courting.courted_guest_list, name="courted-guest-list"
    ),
    path("evenements/<slug:slug>/inscriptions/invitations/", desk.invitation_list, name="invitation-list"),
]
