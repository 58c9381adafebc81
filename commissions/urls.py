"""The addresses of the app."""

from django.urls import path

from commissions.views import life, meetings, pages, place, seats
from commissions.views.former import by_address
from commissions.views.meetings import agenda, answering, attendance, planning

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
    path("nouvelle-commission/", life.commission_found, name="commission-found"),
    path("reunions/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("reunions/<int:pk>/modifier/", planning.meeting_edit, name="meeting-edit"),
    path("reunions/<int:pk>/annuler/", planning.meeting_call_off, name="meeting-call-off"),
    path("reunions/<int:pk>/ordre-du-jour/", agenda.meeting_agenda, name="meeting-agenda"),
    path("reunions/<int:pk>/presences/", attendance.meeting_attendance, name="meeting-attendance"),
    path("reunions/<int:pk>/feuille-de-presence.pdf", attendance.meeting_sheet, name="meeting-sheet"),
    path("reunions/reponse/<str:token>/", answering.meeting_answer, name="meeting-answer"),
]
