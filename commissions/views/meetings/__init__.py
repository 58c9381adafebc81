"""The pages of meetings: those of a commission, the page of each, and what is done there in one click."""

from commissions.views.meetings.pages import meeting_detail, meeting_list

__all__ = ["meeting_detail", "meeting_list"]
