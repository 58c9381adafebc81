"""The jobs of events."""

from django.utils import timezone

from events.after import thanking
from events.gallery import forgetting
from events.registration import expiring
from leader.shared.jobs import app


@app.periodic(cron="*/5 * * * *", queueing_lock="serve_waiting_lines")
@app.task(name="serve_waiting_lines", queue="house", lock="serve_waiting_lines")
def serve_waiting_lines(timestamp: int) -> None:
    """End the offers that nobody answered, and give the free places to who waits."""
    expiring.run()


@app.periodic(cron="12 8-18 * * *", queueing_lock="thank_after_events")
@app.task(name="thank_after_events", queue="house", queueing_lock="thank_after_events", lock="thank_after_events")
def thank_after_events(timestamp: int = 0) -> None:
    """Thank those who came and were not thanked yet, by day."""
    thanking.run()


@app.periodic(cron="22 4 * * *", queueing_lock="forget_stray_event_files")
@app.task(name="forget_stray_event_files", queue="house")
def forget_stray_event_files(timestamp: int) -> None:
    """Delete each night the files of photos and documents that no row names."""
    forgetting.forget_stray_files(timezone.now())
