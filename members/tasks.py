"""The jobs of the members' app: the register, duplicates, and what is forgotten each night."""

from django.utils import timezone

from leader.shared.jobs import app
from members.duplicates.searching import search
from members.presentation import forgetting
from members.register.refreshing import refresh


@app.periodic(cron="*/5 * * * *", queueing_lock="refresh_from_register")
@app.task(name="refresh_from_register", queue="register", lock="refresh_from_register")
def refresh_from_register(timestamp: int) -> None:
    """Ask the register about the next companies; never two at once."""
    refresh()


@app.periodic(cron="7 4 * * *", queueing_lock="forget_stray_logos")
@app.task(name="forget_stray_logos", queue="house")
def forget_stray_logos(timestamp: int) -> None:
    """Delete each night the files of logos that no page names."""
    forgetting.forget_stray_logos(timezone.now())


@app.periodic(cron="47 3 * * *", queueing_lock="find_duplicates")
@app.task(name="find_duplicates", queue="house", queueing_lock="find_duplicates", lock="find_duplicates")
def find_duplicates(timestamp: int = 0) -> None:
    """Look for records that may be one; never two searches at once."""
    search()
