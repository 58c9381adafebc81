"""The jobs of commissions."""

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
