"""The addresses of the app."""

from django.urls import path

from commissions.views import actions, life, meetings, pages, place, seats
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
