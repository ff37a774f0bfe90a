"""Settings for a server that patients reach. Refuses to start while something vital is missing."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS, DEBUG, SECRET_KEY, STORAGES

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it in the environment to a long random text that stays the same, "
        "for example the output of: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Set it in the environment to the host names that patients use, "
        "separated by commas, for example: ALLOWED_HOSTS=learn.clinic.example (never *)."
    )
if DEBUG:
    raise ImproperlyConfigured(
        "DEBUG is on. Remove DEBUG from the environment: it shows the inside of the portal to anyone."
    )

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "portal.stylesheets.SmallStylesheets"}}
