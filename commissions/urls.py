"""The addresses of the app."""

from django.urls import path

from commissions.views import actions, life, meetings, pages, place, seats
from commissions.views.announcements import pages as announcements
from commissions.views.announcements import stopping
from commissions.views.documents import keeping, serving
from commissions.views.documents import pages as documents
from commissions.views.former import by_address
from commissions.views.meetings import agenda, answering, attendance, minutes, planning

app_name = "commissions"
urlpatterns = [
    path("commissions/", pages.commission_list, name="commission-list"),
    path("commissions/<slug:slug>/", by_address(pages.commission_detail), name="commission-detail"),
    path("commissions/<slug:slug>/ma-place/", by_address(place.commission_place), name="commission-place"),
    path("commissions/<slug:slug>/membres/", by_address(seats.commission_seats), name="commission-seats"),
    path("commissions/<slug:slug>/modifier/", by_address(seats.commission_edit), name="commission-edit"),
    path("commissions/<slug:slug>/vie/", by_address(life.commission_life), name="commission-life"),
    path("commissions/<slug:slug>/reunions/", by_address(meetings.meeting_list), name="meeting-list"),
    path("commissions/<slug:slug>/reunions/nouvelle/", by_address(planning.meeting_plan), name="meeting-plan"),
    path("commissions/<slug:slug>/actions/", by_address(actions.action_list), name="action-list"),
    path("commissions/actions/<int:pk>/fait/", actions.action_done, name="action-done"),
    path("commissions/<slug:slug>/documents/", by_address(documents.document_list), name="document-list"),
    path("commissions/<slug:slug>/documents/ajouter/", by_address(keeping.document_bring), name="document-bring"),
    path("commissions/<slug:slug>/dossiers/", by_address(keeping.document_folders), name="document-folders"),
    path("documents/<int:pk>/", documents.document_detail, name="document-detail"),
    path("documents/<int:pk>/modifier/", keeping.document_edit, name="document-edit"),
    path("documents/<int:pk>/nouvelle-version/", keeping.document_renew, name="document-renew"),
    path("documents/versions/<int:pk>/fichier/", serving.document_file, name="document-file"),
    path("documents/versions/<int:pk>/apercu.webp", serving.document_preview, name="document-preview"),
    path(
        "commissions/<slug:slug>/annonces/", by_address(announcements.announcement_list), name="announcement-list"
    ),
    path(
        "commissions/<slug:slug>/annonces/nouvelle/",
        by_address(announcements.announcement_write),
        name="announcement-write",
    ),
    path(
        "commissions/<slug:slug>/annonces/reglage/",
        by_address(announcements.announcement_choice),
        name="announcement-choice",
    ),
    path("annonces/arret/<str:token>/", stopping.announcement_stop, name="announcement-stop"),
    path("nouvelle-commission/", life.commission_found, name="commission-found"),
    path("reunions/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("reunions/<int:pk>/modifier/", planning.meeting_edit, name="meeting-edit"),
    path("reunions/<int:pk>/annuler/", planning.meeting_call_off, name="meeting-call-off"),
    path("reunions/<int:pk>/ordre-du-jour/", agenda.meeting_agenda, name="meeting-agenda"),
    path("reunions/<int:pk>/presences/", attendance.meeting_attendance, name="meeting-attendance"),
    path("reunions/<int:pk>/feuille-de-presence.pdf", attendance.meeting_sheet, name="meeting-sheet"),
    path("reunions/<int:pk>/compte-rendu/", minutes.minutes_detail, name="minutes-detail"),
    path("reunions/<int:pk>/compte-rendu.pdf", minutes.minutes_pdf, name="minutes-pdf"),
    path("reunions/<int:pk>/compte-rendu/modifier/", minutes.minutes_edit, name="minutes-edit"),
    path("reunions/compte-rendu/points/<int:pk>/", minutes.minutes_item, name="minutes-item"),
    path("reunions/reponse/<str:token>/", answering.meeting_answer, name="meeting-answer"),
]
