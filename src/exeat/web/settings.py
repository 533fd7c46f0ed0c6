"""Every setting, in one place, read from the environment.

| variable | meaning | default |
|---|---|---|
| DATABASE_URL | `postgresql://user:word@host:port/name`, `postgresql:///name?host=/folder` | `postgresql:///exeat` |
| EXEAT_HOME | folder for keys, documents, saved indexes and checkpoints | `./var` |
| EXEAT_POLICY | folder of the state's policy | the model state's |
| EXEAT_URL | the address that people open, for links in mail and on licences | `http://localhost:8000` |
| EXEAT_SECRET_KEY | signs sessions | made once and kept in EXEAT_HOME |
| EXEAT_DEBUG | `1` shows error pages with their cause: never on a public server | off |
| EXEAT_ALLOWED_HOSTS | comma-separated host names | this machine's |
| EXEAT_MAIL_URL | `smtp://user:password@host:port` (`smtps` for TLS) | mail is printed on the console |
| EXEAT_MAIL_FROM | the sender of mail | `exeat@localhost` |
| EXEAT_CUSTOMS_FOLDER | where a customs system finds a signed statement of each licence that changed | none |
| EXEAT_CUSTOMS_URL | an address that such statements are posted to | none |
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BASE = Path(__file__).resolve().parent
EXEAT_HOME = Path(os.environ.get("EXEAT_HOME", "var")).resolve()
EXEAT_POLICY = os.environ.get("EXEAT_POLICY", "")
EXEAT_URL = os.environ.get("EXEAT_URL", "http://localhost:8000").rstrip("/")
DEBUG = os.environ.get("EXEAT_DEBUG") == "1"


def _secret_key() -> str:
    """The session key: given, or made once and kept where only we can read it."""
    if key := os.environ.get("EXEAT_SECRET_KEY"):
        return key
    path = EXEAT_HOME / "keys" / "session"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # another process of ours was first
    return path.read_text()


def _database(url: str) -> dict[str, Any]:
    """Django's form of a PostgreSQL address; `?host=` names a socket folder."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "exeat",
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///exeat"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
ALLOWED_HOSTS = [host for host in os.environ.get("EXEAT_ALLOWED_HOSTS", "").split(",") if host] or [
    "127.0.0.1",
    "localhost",
    "[::1]",
    urlsplit(EXEAT_URL).hostname or "localhost",
]
CSRF_TRUSTED_ORIGINS = [EXEAT_URL]

INSTALLED_APPS = [
    "exeat.web.audit",
    "exeat.web.accounts",
    "exeat.web.registers",
    "exeat.web.cases",
    "exeat.web.licences",
    "exeat.web.obligations",
    "exeat.web.alerts",
    "exeat.web.denials",
    "exeat.web.committee",
    "exeat.web.appeals",
    "exeat.web.scrutiny",
    "exeat.web.classification",
    "exeat.web.people",
    "exeat.web.capabilities",
    "exeat.web.cooperation",
    "exeat.web.studies",
    "exeat.web.partners",
    "exeat.web.programme",
    "exeat.web.replies",
    "exeat.web.returns",
    "exeat.web.setup",
    "exeat.web.workload",
    "exeat.web.statistics",
    "exeat.web.records",
    "exeat.web.regulations",
    "exeat.web.inspection",
    "exeat.web.search",
    "exeat.web.mail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "rules",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "exeat.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "exeat.web.middleware.NothingKept",
    "exeat.web.middleware.ReaderAskedOnce",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "exeat.web.urls"
WSGI_APPLICATION = "exeat.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "exeat.web.context.authority",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "exeat.web.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_REDIRECT_URL = "register_company"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "exeat.web.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EXEAT_URL.startswith("http://localhost")
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = EXEAT_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if EXEAT_URL.startswith("https://") else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if EXEAT_URL.startswith("https://") else 0
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"  # stored; the policy's zone is what people see

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DOCUMENTS = EXEAT_HOME / "documents"
CUSTOMS_FOLDER = os.environ.get("EXEAT_CUSTOMS_FOLDER", "")
CUSTOMS_URL = os.environ.get("EXEAT_CUSTOMS_URL", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024  # no upload that the policy accepts lies on the disk unseen

_mail = urlsplit(os.environ.get("EXEAT_MAIL_URL", ""))
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if _mail.hostname else "console") + ".EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
DEFAULT_FROM_EMAIL = os.environ.get("EXEAT_MAIL_FROM", "exeat@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
