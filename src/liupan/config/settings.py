"""Django settings, ordered by concern."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from liupan.config.environment import environment
from liupan.config.postgres import EmbeddedPostgres

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent

# --- Identity of the process -------------------------------------------------------------------
DEBUG = ENV.debug
SECRET_KEY = ENV.secret("django.key").hex()
ALLOWED_HOSTS = list(ENV.hosts)
LIUPAN_ZONE = ENV.zone
LIUPAN_MASTER_KEY = ENV.secret("master.key", 16)
LIUPAN_HOME = ENV.home
LIUPAN_LONG_CALLS_ORIGIN = ENV.long_calls_origin

# --- Rooms -------------------------------------------------------------------------------------
FOUNDATION = [
    "design", "crypto", "journal", "identity", "organisations", "access", "rulesets", "numbering",
    "messaging", "jobs", "search", "measures", "calendar",
]  # fmt: skip
CAPABILITIES = ["plan"]
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
    "django_tables2",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liupan.foundation.design.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
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
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# --- Database ----------------------------------------------------------------------------------
def database(url: str) -> dict[str, object]:
    """Django's database entry for a `postgresql://` address; its query part becomes options."""
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **options} if ENV.pool else options,
    }


DATABASES = {"default": database(ENV.database_url or EmbeddedPostgres(ENV.home).url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 30},
}

# --- Sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_NAME = "liupan_session"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "liupan_csrf"
LANGUAGE_COOKIE_NAME = "liupan_language"

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
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "liupan.foundation.design.static_files.StaticFiles"},
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

# --- Mail --------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(ENV.home / "mail")
