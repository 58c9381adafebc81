"""Requests in threads of their own, and a way to wait until the database holds one back."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client


def post(path, typed, cookies=None):
    """Send a form from a browser of its own, with a connection of its own; return the response."""
    client = Client(raise_request_exception=False)
    if cookies:
        client.cookies = cookies
    try:
        return client.post(path, typed)
    finally:
        connection.close()


def pool(size):
    """Return as many threads as ``size``."""
    return ThreadPoolExecutor(size)


def until_somebody_waits_for_a_lock(count=1):
    """Come back once ``count`` connections of this database wait for another's lock."""
    waiting = (
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + 60  # a worker of its own takes some seconds to start
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("select pg_stat_clear_snapshot()")  # within a transaction the first look is kept
            cursor.execute(waiting)
            if cursor.fetchone()[0] >= count:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")
