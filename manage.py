#!/usr/bin/env python
"""Run a command of the project: ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django, with the embedded database held open when it is the one in use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leader.settings")
    from django.core.management import execute_from_command_line

    from leader.database import held_if_embedded
    from leader.lifeline import end_with_parent
    from leader.shared.audit import named_command
    from leader.shared.checks import refuse_if_unsafe

    end_with_parent()
    if sys.argv[1:3] == ["procrastinate", "worker"]:  # the web processes ask in wsgi.py and asgi.py
        refuse_if_unsafe()

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    with held_if_embedded(command), named_command(command):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
