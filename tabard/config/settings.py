"""Every setting of the product, in one file; what a council changes comes from the environment."""

import os

from django.utils.csp import CSP

from tabard.common import embedded
from tabard.common.env import env
from tabard.config.keys import key
from tabard.config.outside import (
    database,
    listed,
    mailer,
    sender,
    whole_number,
    wrapping_key,
    yes_or_no,
)
from tabard.config.places import data_folder
from tabard.config.sign_on import sign_on

DATA = data_folder()
# Without DATABASE_URL this is a first look on one machine: the database is embedded in the data
# folder and keys are made there. With it, every secret has to be given.
EMBEDDED = os.environ.get("DATABASE_URL", embedded.url(DATA)) == embedded.url(DATA)
HTTPS = yes_or_no("HTTPS", default=not EMBEDDED)

SECRET_KEY = key("SECRET_KEY", make_in=DATA if EMBEDDED else None)
# The key that wraps the data key of every stored secret: 32 bytes in base64.
WRAPPING_KEY = wrapping_key(key("WRAPPING_KEY", make_in=DATA if EMBEDDED else None))
# Keys that wrapped secrets before: they open, and wrap nothing any more.
OLD_WRAPPING_KEYS = [
    wrapping_key(one, "OLD_WRAPPING_KEYS") for one in listed("OLD_WRAPPING_KEYS", default="")
]
DEBUG = False
# The worker reaches the practice network on this machine, whatever the public name.
ALLOWED_HOSTS = [*listed("HOSTS", default="localhost" if EMBEDDED else None), "127.0.0.1"]
HERE = f"http://localhost:{env('PORT', default='8000')}"
PUBLIC_URL = env("PUBLIC_URL", default=HERE if EMBEDDED else None)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "tabard.common.refusals.page_too_old"
ROOT_URLCONF = "tabard.config.urls"
WSGI_APPLICATION = "tabard.config.wsgi.application"

# In the order of the layers: each app may know only those below it in this list.
INSTALLED_APPS = [
    "tabard.config",
    "tabard.home",
    "tabard.directory",
    "tabard.disclosure",
    "tabard.keeping",
    "tabard.publishing",
    "tabard.composing",
    "tabard.accreditation",
    "tabard.training",
    "tabard.spending",
    "tabard.accounts",
    "tabard.practice",
    "tabard.notices",
    "tabard.people",
    "tabard.council",
    "tabard.record",
    "tabard.common",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "tabard.common.sizes.SizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tabard.people.lasting.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tabard.common.refusals.RefusalMiddleware",
    "tabard.home.second_step.SecondStepMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tabard.home.context.page_chrome",
            ],
            "builtins": ["tabard.common.templatetags.govuk"],
        },
    },
]


DATABASES = {"default": database(os.environ.get("DATABASE_URL", embedded.url(DATA)))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
# The address is unique whatever its capitals, by a constraint that this check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tabard.people.adapter.StaffAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "home:start"
ACCOUNT_SESSION_REMEMBER = False
# Strict for each account; generous for each address, behind which a whole council may sit.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
# Seconds for which somebody who has confirmed who they are is not asked to do it again.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
DOOR_RATE_LIMITS = {"saml_answer": "300/m/ip", "wrong_token": "60/m/ip"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tabard.people.links.Links"  # noqa: S105 - a name
# Seconds for which a link to set a password works.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# Whether a group of the directory may make administrators; otherwise they are made one by one.
GROUPS_GIVE_ADMINISTRATOR = yes_or_no("GROUPS_GIVE_ADMINISTRATOR", default=False)
SOCIALACCOUNT_PROVIDERS = sign_on()
SOCIALACCOUNT_ADAPTER = "tabard.people.adapter.SignOnAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
# A passkey is something that somebody has, and a finger, face or PIN beside it.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ADAPTER = "tabard.people.adapter.CodeAdapter"
MFA_TOTP_ISSUER = "Tabard"
# Counts of wrong passwords have to be shared by every web process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        # More than anybody can fill to push a count of wrong passwords out of it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# How many proxies stand before us: whose address is it that counts wrong passwords?
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("PROXIES", default=1 if HTTPS else 0)
# The longest that a session may be idle; people/lasting.py keeps to what the council has set.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
# The worker calls the practice network on this machine, where there is no certificate.
SECURE_REDIRECT_EXEMPT = [r"^practice/api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# Without a mail server nobody is e-mailed, and pages say so.
EMAIL_URL = env("EMAIL_URL", default="")
EMAIL_IS_ON = bool(EMAIL_URL)
MAILERS = {
    "default": mailer(EMAIL_URL)
    if EMAIL_IS_ON
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
}
DEFAULT_FROM_EMAIL = sender(env("EMAIL_FROM", default=None if EMAIL_IS_ON else "nobody@localhost"))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
# Bytes of a posted form without its files, and of a file kept in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Where the worker finds the practice network: the web process's own address.
PRACTICE_URL = env(
    "PRACTICE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}/practice/api"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
