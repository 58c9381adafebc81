"""The settings of production, for plain HTTP on loopback and for a session signed in by hand."""

from leader.settings import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "benchmarks.bare"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
