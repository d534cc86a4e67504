"""The settings of an installation. Every ZHURNAL_* variable is explained in docs/operations.md."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from environs import Env

from config import environment

env = Env(prefix="ZHURNAL_")

SOURCES = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", "var")).resolve()
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", False)
SECRET_KEY = env.str("SECRET_KEY", "") or environment.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

ROOMS = [
    "ui", "audit", "access", "people", "school", "timetable", "messaging", "journal", "family", "forecasts",
    "diary", "oversight", "notices", "reports", "ops",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"zhurnal.{room}" for room in ROOMS),
]
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhurnal.ui.compression.CompressionMiddleware",  # below: static files lie compressed already
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhurnal.people.middleware.SignInMiddleware",
    "zhurnal.school.middleware.StandingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCES / "zhurnal" / room / "templates" for room in ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "zhurnal.ui.jinja.environment",
            "context_processors": ["zhurnal.ui.jinja.form_token"],
            "auto_reload": DEBUG,
        },
    },
]

DATABASES = {"default": environment.database(env.str("DATABASE_URL", ""), DATA_DIR)}

# Sign-in
SESSION_ENGINE = "zhurnal.people.sessions"
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "zhurnal.ui.views.errors.csrf_failure"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["zhurnal.people.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Transport and page
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A view takes files only where it says so, and how much: the first handler counts while they arrive.
FILE_UPLOAD_HANDLERS = [
    "zhurnal.ui.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_ROOT = Path(env.str("MEDIA_DIR", "") or DATA_DIR / "media").resolve()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Notices
SITE_URL: str = env.str("URL", "") or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
NOTICE_MINUTES = env.int("NOTICE_MINUTES", 10)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "") or f"journal@{urlsplit(SITE_URL).hostname}"
# Push services inside the own network; all others must be public hosts behind https.
PUSH_ORIGINS: list[str] = env.list("PUSH_ORIGINS", [])
globals().update(environment.smtp(env.str("SMTP_URL", "")))  # EMAIL_HOST and what belongs to it

# Language and time
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [SOURCES / "zhurnal" / "locale"]
TIME_ZONE = "Europe/Moscow"
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "zhurnal.ui.storage.ModuleManifestStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}
