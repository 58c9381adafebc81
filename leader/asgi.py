"""The entry for an ASGI server; the site itself is meant for WSGI (see docs/deployment.md)."""

import os

from django.core.asgi import get_asgi_application

from leader.shared.checks import refuse_if_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leader.settings")

application = get_asgi_application()
refuse_if_unsafe()
