"""The jobs of commissions."""

from django.utils import timezone

from commissions.announcements import sending
from commissions.documents import forgetting
from commissions.meetings import calling, reminding
from leader.shared.jobs import app


@app.periodic(cron="23 * * * *", queueing_lock="call_to_meetings")
@app.task(name="call_to_meetings", queue="house", lock="call_to_meetings")
def call_to_meetings(timestamp: int) -> None:
    """Convene the meetings of series that come near; invite who took a seat, let go who left."""
    calling.run()


@app.periodic(cron="13 6 * * *", queueing_lock="remind_of_actions")
@app.task(name="remind_of_actions", queue="house", lock="remind_of_actions")
def remind_of_actions(timestamp: int) -> None:
    """Each morning remind of the actions that come due, and of those that are late."""
    reminding.run()


@app.periodic(cron="7 7 * * 1", queueing_lock="send_weekly_announcements")
@app.task(name="send_weekly_announcements", queue="house", lock="send_weekly_announcements")
def send_weekly_announcements(timestamp: int) -> None:
    """Each Monday morning write to those who chose the letter of the week, if something was announced."""
    sending.send_weekly(timezone.now())


@app.periodic(cron="17 4 * * *", queueing_lock="forget_stray_documents")
@app.task(name="forget_stray_documents", queue="house")
def forget_stray_documents(timestamp: int) -> None:
    """Delete each night the files of documents that no version names."""
    forgetting.forget_stray_files(timezone.now())
