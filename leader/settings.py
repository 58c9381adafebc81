"""The settings of the site, read once from the environment; ``.env.example`` lists every variable."""

import os
import sys
from pathlib import Path
from typing import Any

import environ
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from leader import connections
from leader.database import EmbeddedServer

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / os.environ.get("ENV_FILE", ".env"))  # a real variable wins over the file

DEBUG = env.bool("DEBUG", default=False)
# Demonstration: fictitious federation, one-click sign-in (with DEBUG only), no second factor for staff.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
SECRET_KEY = env("SECRET_KEY")  # no default: without it the site does not start
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # the keys before it, while they serve
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# A proxy that ends TLS and overwrites X-Forwarded-For and X-Forwarded-Proto; without it nobody believes them.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = BEHIND_PROXY
SECURE_REDIRECT_EXEMPT = [r"^health/"]
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 0 if DEBUG else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG

# A browser believes the prefix __Host- of this host alone, by TLS alone.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# A form of text, then a form with its files: beyond that, a page says that it is too large.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MEGABYTES", default=100) * 1024 * 1024
COMMISSION_MAX_BYTES = env.int("COMMISSION_MEGABYTES", default=2000) * 1024 * 1024

# What the site keeps on this machine: the embedded PostgreSQL and the uploaded files.
DATA_FOLDER = Path(env.str("DATA_FOLDER", default="") or BASE_DIR / ".data")

INSTALLED_APPS = [
    "leader.shared.apps.SharedConfig",
    "leader.geography.apps.GeographyConfig",
    "members.apps.MembersConfig",
    "territories.apps.TerritoriesConfig",
    "commissions.apps.CommissionsConfig",
    "dues.apps.DuesConfig",
    "events.apps.EventsConfig",
    "elections.apps.ElectionsConfig",
    "leader.pages.apps.PagesConfig",
    "leader.demonstration.apps.DemonstrationConfig",
    "leader.shared.apps.LeaderAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "leader.shared.middleware.headers_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leader.shared.middleware.readable_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.accounts.second_factor.second_factor_middleware",
    "leader.shared.middleware.NamedHistoryMiddleware",
    "leader.pages.shadowing.middleware.ShadowingMiddleware",
    "leader.shared.idempotency.idempotency_middleware",
]

ROOT_URLCONF = "leader.urls"
WSGI_APPLICATION = "leader.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "leader.pages.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["leader"]
CRISPY_TEMPLATE_PACK = "leader"

# An empty DATABASE_URL means the embedded PostgreSQL, whose life leader.database keeps.
DATABASE_URL = env.str("DATABASE_URL", default="") or EmbeddedServer(DATA_FOLDER / "pg18").url
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # PgBouncer in transaction mode refuses them
# What the process is for decides how long the database may keep it waiting; PgBouncer takes no such options.
PROCESS_ROLE = env.str("PROCESS_ROLE", default="") or connections.role_of(sys.argv)
if not env.bool("DATABASE_POOLED", default=False):
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = connections.options_for(PROCESS_ROLE)
if template := env.str("TEST_DATABASE_TEMPLATE", default=""):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}  # set by tests/environment.py alone
# Shared by all processes: it counts the attempts to sign in (docs/decisions/022-accounts.md).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cachedvalue",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Apart: whoever searches a lot pushes no counter of attempts out.
    "register": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "members_registeranswer",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
# The open register of companies, asked by members.register; empty: the form does without it.
COMPANY_REGISTER_URL = env.str("COMPANY_REGISTER_URL", default="").rstrip("/")
# INSEE's own register, which the nightly comparison asks where there is a key.
INSEE_API_KEY = env.str("INSEE_API_KEY", default="")
INSEE_API_URL = env.str("INSEE_API_URL", default="https://api.insee.fr/api-sirene/3.11").rstrip("/")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "members.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"

# Accounts: the e-mail address is the name; sign-in by a code sent there, by password or by passkey.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "members.accounts.forms.PasswordSignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # a letter may take its time
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "members.accounts.passwords.LengthValidator"},
    {"NAME": "members.accounts.passwords.ObviousWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Second factor: imposed on staff and on leads in the admin, everywhere but in the demonstration.
SECOND_FACTOR_IMPOSED = not (DEBUG and DEMONSTRATION)
MFA_ADAPTER = "members.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "members.accounts.forms.AddKeyForm",
    "edit_webauthn": "members.accounts.forms.EditKeyForm",
    "login_webauthn": "members.accounts.forms.SignInKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "LeadeR Occitanie"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]  # one language: a browser in English gets French as well
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default="") or DATA_FOLDER / "media")
# Uploaded files stand in MEDIA_ROOT, or in a private bucket of any service that speaks S3 (the extra "s3").
FILES_BUCKET = env.str("FILES_BUCKET", default="")
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if FILES_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "leader.shared.buckets.BucketStorage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": env.str("FILES_ENDPOINT", default="") or None,
            "region_name": env.str("FILES_REGION", default="") or None,
            "access_key": env.str("FILES_ACCESS_KEY", default="") or None,
            "secret_key": env.str("FILES_SECRET_KEY", default="") or None,
        },
    }

# Letters are printed while one develops; they leave through a job, never within a request.
globals().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="LeadeR Occitanie <ne-pas-repondre@localhost>"
)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")  # for the links in letters

PROCRASTINATE_IMPORT_PATHS = ["leader.shared.jobs", "leader.shared.mails", "leader.shared.retention"]
PROCRASTINATE_ON_APP_READY = "leader.shared.jobs.prepare"

# Audit: every change of a tracked model is an append-only row, written by a trigger of the database.
PGHISTORY_APPEND_ONLY = True

# A line of JSON for each event on the standard error; a developer reads sentences.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "leader.shared.logs.JsonFormatter"}, "sentence": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "sentence" if DEBUG else "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": []}, "leader": {"level": "INFO"}},
}
