"""The job that compares the companies with the register."""

from leader.shared.jobs import app
from members.register.refreshing import refresh


@app.periodic(cron="*/5 * * * *", queueing_lock="refresh_from_register")
@app.task(name="refresh_from_register", queue="register", lock="refresh_from_register")
def refresh_from_register(timestamp: int) -> None:
    """Ask the register about the next companies; never two at once."""
    refresh()
