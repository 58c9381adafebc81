"""The jobs of commissions."""

from commissions.meetings import calling
from leader.shared.jobs import app


@app.periodic(cron="23 * * * *", queueing_lock="call_to_meetings")
@app.task(name="call_to_meetings", queue="house", lock="call_to_meetings")
def call_to_meetings(timestamp: int) -> None:
    """Convene the meetings of series that come near; invite who took a seat, let go who left."""
    calling.run()
