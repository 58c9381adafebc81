"""How long the database may keep a process waiting, by what the process is for, and how it plans.

Given when a connection is opened, so that it needs no statement and leaves nothing behind in a shared one.
"""

from pathlib import PurePath

# Times in PostgreSQL's words. A page is answered or refused within seconds; a job may take minutes; a migration
# never makes the pages wait behind it for long: it gives up and tries again (see the command migrate).
TIMEOUTS: dict[str, dict[str, str]] = {
    "web": {
        "statement_timeout": "10s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
    },
    "worker": {
        "statement_timeout": "300s",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "300s",
    },
    "migrations": {"lock_timeout": "2s"},
}

# The tables lie in memory or on a disk without arms: a row fetched by its key costs about what the next one costs.
# No statement is so long that compiling the statement first would pay.
PLANNING = {"random_page_cost": "1.1", "jit": "off"}

MIGRATIONS = {"migrate"}
PAGES = {"runserver", "testserver"}


def role_of(command_line: list[str]) -> str:
    """Return what a process started by ``command_line`` is for; a command of manage.py is a worker."""
    program, *arguments = command_line or [""]
    if PurePath(program).name not in {"manage.py", "django-admin", "__main__.py"}:
        return "web"
    command = arguments[0] if arguments else ""
    if command in MIGRATIONS:
        return "migrations"
    return "web" if command in PAGES else "worker"


def options_for(role: str) -> str:
    """Return the options of a connection for a process of ``role``; raise KeyError where there is none."""
    return " ".join(f"-c {name}={value}" for name, value in (TIMEOUTS[role] | PLANNING).items())
