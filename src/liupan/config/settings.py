"""Django settings, ordered by concern."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from liupan.config.environment import environment

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent

# --- Identity of the process -------------------------------------------------------------------
DEBUG = ENV.debug
SECRET_KEY = ENV.secret("django.key").hex()
ALLOWED_HOSTS = list(ENV.hosts)
LIUPAN_ZONE = ENV.zone
LIUPAN_DIGEST_KEY = ENV.digest_key
LIUPAN_MASTER_KEY = ENV.master_key
LIUPAN_HOME = ENV.home
LIUPAN_ORIGIN = ENV.origin
LIUPAN_WEBHOOK_NETWORKS = list(ENV.webhook_networks)
LIUPAN_FILE_MB = ENV.file_mb
LIUPAN_FONTS = ENV.fonts
LIUPAN_CLAMD = ENV.clamd
LIUPAN_TLS_HEADER = ENV.tls_header
LIUPAN_TLS_PROXIES = list(ENV.tls_proxies)
LIUPAN_XROAD_INSTANCE = ENV.xroad_instance
LIUPAN_CALL_RATE = ENV.call_rate

# --- Rooms -------------------------------------------------------------------------------------
FOUNDATION = [
    "design", "crypto", "changes", "journal", "identity", "organisations", "access", "rulesets",
    "numbering", "messaging", "jobs", "search", "measures", "documents", "screening",
    "tables", "calendar", "seals", "parcels", "workflow",
]  # fmt: skip
CAPABILITIES = ["plan", "supervision", "correspondence", "catalogue", "exchange", "opendata"]
SURFACES = ["portal", "workbench", "cockpit", "console", "gateway"]
LIUPAN_APPS = [
    *(f"liupan.surfaces.{name}" for name in SURFACES),
    *(f"liupan.capabilities.{name}" for name in CAPABILITIES),
    *(f"liupan.foundation.{name}" for name in FOUNDATION),
]
INSTALLED_APPS = [
    *LIUPAN_APPS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_filters",
    "ninja",
    "csp",
]
ROOT_URLCONF = "liupan.config.urls"
WSGI_APPLICATION = "liupan.config.wsgi.application"

# --- The way of a request ----------------------------------------------------------------------
MIDDLEWARE = [
    "liupan.foundation.design.middleware.PublicPageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "liupan.foundation.design.middleware.DoorMiddleware",
    "liupan.foundation.changes.middleware.OneMomentMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liupan.foundation.design.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "liupan.foundation.identity.middleware.PresenceMiddleware",
    "liupan.foundation.access.middleware.ActorMiddleware",
    "liupan.foundation.design.middleware.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "liupan.foundation.design.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "liupan.foundation.design.templatetags.design",
            ],
        },
    }
]
FORM_RENDERER = "liupan.foundation.design.forms.Renderer"


# --- Database ----------------------------------------------------------------------------------
PREPARED_FROM = 2
"""How often a statement that may be kept (`kernel.statements`) is asked before its plan is."""


def database(url: str) -> dict[str, object]:
    """Django's database entry for a `postgresql://` address; its query part becomes options."""
    parts = urlsplit(url)
    options: dict[str, object] = {
        "prepare_threshold": PREPARED_FROM,
        **dict(parse_qsl(parts.query)),
    }
    host = str(options.pop("host", "")) or parts.hostname or ""
    return {
        "ENGINE": "liupan.config.pooled",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        # A restarted PostgreSQL is met without an error; in pools by `liupan.config.pooled`.
        "CONN_HEALTH_CHECKS": not ENV.pool,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": ENV.pool}, **options}
        if ENV.pool
        else options,
    }


DATABASES = {"default": database(ENV.app_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Holds which one-time codes were used. Django would forget a third of them beyond 300 entries,
    # and a forgotten code works again; `identity` sweeps what has expired.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

# --- Sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["liupan.foundation.identity.backends.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "liupan.foundation.identity.validators.NotOneselfValidator"},
]
LOGIN_URL = "account_login"
LIUPAN_IDLE_MINUTES = ENV.idle_minutes
SESSION_ENGINE = "liupan.foundation.identity.session_store"
SESSION_COOKIE_NAME = "liupan_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_NAME = "liupan_csrf"
LANGUAGE_COOKIE_NAME = "liupan_language"
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
ACCOUNT_ADAPTER = "liupan.foundation.identity.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "liupan.foundation.identity.forms.SignInForm",
    "signup": "liupan.foundation.identity.forms.SignUpForm",
    "change_password": "liupan.foundation.identity.forms.ChangePasswordForm",
    "reset_password_from_key": "liupan.foundation.identity.forms.ResetPasswordKeyForm",
    "reset_password": "liupan.foundation.identity.forms.ResetForm",
    "change_phone": "liupan.foundation.identity.forms.ChangePhoneForm",
    "add_email": "liupan.foundation.identity.forms.AddEmailForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}  # our backend finds people by address and number too
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*", "password2*"]  # one of both is enough
SILENCED_SYSTEM_CHECKS = ["account.W001"]  # citizens' usernames are generated
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # ours stand in identity/limits.py
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.https else "http"
MFA_ADAPTER = "liupan.foundation.identity.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "liupan.foundation.identity.forms.SecondFactorForm",
    "reauthenticate": "liupan.foundation.identity.forms.ReauthenticateForm",
}
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff's addresses are stated by an administrator
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "kernel/locale", PACKAGE / "config/locale"]  # rooms that are no app
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Static files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "liupan.foundation.design.static_files.StaticFiles",
        # Public whatever the account's umask is: a proxy of another account serves them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
if ENV.objects:  # contents of files; what is on its way, and results of jobs, stay on the disk
    STORAGES["documents"] = {
        "BACKEND": "liupan.foundation.documents.buckets.Bucket",
        "OPTIONS": {
            "endpoint_url": ENV.objects.endpoint,
            "bucket_name": ENV.objects.bucket,
            "location": ENV.objects.prefix,
            "region_name": ENV.objects.region,
            "addressing_style": "virtual" if ENV.objects.is_virtual else "path",
            "access_key": ENV.objects.key_id,
            "secret_key": ENV.objects.secret,
        },
    }
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
MEDIA_ROOT = ENV.home / "files"

# --- Security ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "liupan.foundation.design.failures.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if ENV.https:  # the proxy in front ends TLS and says so
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^metrics$"]  # asked on this machine, without a proxy

# --- Mail and text messages --------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(ENV.home / "mail")
if ENV.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = ENV.mail.is_smtps, ENV.mail.starttls
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL = ENV.mail.sender
LIUPAN_SMS_ADAPTER = ENV.sms_adapter

# --- Log ---------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log},
    "loggers": {
        "django": {"handlers": [], "level": ENV.log},
        # A page that is not there is the asker's matter, not the operator's.
        "django.request": {"level": "ERROR" if ENV.log == "WARNING" else ENV.log},
        # What they say below a warning holds keys and signatures of the object storage.
        **{
            name: {"level": "ERROR" if ENV.log == "ERROR" else "WARNING"}
            for name in ("boto3", "botocore", "s3transfer", "urllib3")
        },
    },
}
