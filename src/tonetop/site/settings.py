"""Settings: one data folder holds everything; the environment says where it lies and who may reach it."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from tonetop.site.database import database
from tonetop.site.front import behind_tls, proxies
from tonetop.site.logs import logging_of
from tonetop.site.mail import mail
from tonetop.site.secret import secret_key

DATA = Path(os.environ.get("TONETOP_DATA", "tonetop-data")).resolve()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TONETOP_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TONETOP_ORIGINS", "").split(",") if origin]
BEHIND_TLS = behind_tls(os.environ.get("TONETOP_TLS", ""))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "tonetop.web.sso_apps.Elsewhere",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if find_spec("onelogin") else []),  # the extra tonetop[saml]
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
    "tonetop.records",
    "tonetop.registers",
    "tonetop.web",
]
MIDDLEWARE = [
    "tonetop.web.observed.Observed",
    "django.middleware.security.SecurityMiddleware",
    "tonetop.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tonetop.web.language.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tonetop.web.limits.Limits",
    "tonetop.web.middleware.SignedIn",
    "tonetop.web.middleware.AsOf",
    "tonetop.web.middleware.Watched",
    "tonetop.web.own_account.OwnAccount",
]
ROOT_URLCONF = "tonetop.site.urls"
ASGI_APPLICATION = "tonetop.site.asgi.application"
WSGI_APPLICATION = "tonetop.site.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "tonetop.web.environment.environment",
            "context_processors": [*_CONTEXT, "tonetop.web.shell.shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "accounts_templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [*_CONTEXT, "tonetop.web.forgotten.offered"]},
    },
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "records.Account"
AUTHENTICATION_BACKENDS = ["tonetop.web.accounts.Door"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
DATA_UPLOAD_MAX_NUMBER_FILES = 2_500
"""Files of one form: a folder of documents is given at once; `put_aside.MOST` says how many are taken."""
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "tonetop.web.accounts.ClosedDoors"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "reset_password": "tonetop.web.forgotten.AskLink",
    "user_token": "tonetop.web.forgotten.Link",
}
ACCOUNT_RATE_LIMITS = {
    "login": None,  # `web.limits` counts these
    "reset_password": "20/m/ip,5/h/key",  # nobody's mailbox is filled by whoever knows its address
}
ALLAUTH_TRUSTED_PROXY_COUNT = proxies(os.environ.get("TONETOP_PROXIES", ""), BEHIND_TLS)
"""How many proxies in front of us add to X-Forwarded-For; what stands before theirs is whatever a client wrote."""
PASSWORD_RESET_TIMEOUT = 3600
SOCIALACCOUNT_ADAPTER = "tonetop.web.sso.Elsewhere"
SOCIALACCOUNT_LOGIN_ON_GET = True  # the address of a way in may be kept as a bookmark; its state guards it
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "tonetop.web.sso_oidc.Oidc"},
    "saml": {"provider_class": "tonetop.web.sso_saml.Saml"},
}
MFA_ADAPTER = "tonetop.web.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the step before and after: clocks differ and people type slowly (RFC 6238, 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gives the address; nobody signs up with another's
MFA_RECOVERY_CODES_SHOW_ONCE = True

if (
    BEHIND_TLS
):  # the proxy says that it was reached by https, so that the addresses we tell providers say it too
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "tonetop.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
"""Browsers that came by https come by nothing else for a year; subdomains are for their owner to decide."""
X_FRAME_OPTIONS = "DENY"

TELLS_WHAT_IS_ASKED = "tonetop.web.asked.asked"
"""What puts a thing that waits for somebody into words, for the pages and for the mails about it."""

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CACHES = {"default": {"BACKEND": "tonetop.records.tally.Cache"}}
"""Shared by all processes: codes and assertions that must be used once, and what allauth counts."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
globals().update(mail(os.environ.get("TONETOP_SMTP", "")))
LOGGING = logging_of(os.environ.get("TONETOP_LOG", ""))
