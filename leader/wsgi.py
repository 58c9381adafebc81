"""The entry for a WSGI server such as gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from leader.shared.checks import refuse_if_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leader.settings")

application = get_wsgi_application()
refuse_if_unsafe()
