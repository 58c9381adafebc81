"""The jobs of events."""

from events.registration import expiring
from leader.shared.jobs import app


@app.periodic(cron="*/5 * * * *", queueing_lock="serve_waiting_lines")
@app.task(name="serve_waiting_lines", queue="house", lock="serve_waiting_lines")
def serve_waiting_lines(timestamp: int) -> None:
    """End the offers that nobody answered, and give the free places to who waits."""
    expiring.run()
