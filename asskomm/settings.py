"""Settings of the project: from the environment in production, from var/demo.env in the demo."""

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from asskomm import logs, single_sign_on
from asskomm.environment import choice, day, items, named, number, parsed, required, switch

BASE_DIR = Path(__file__).resolve().parent.parent
# All runtime data; tests and throw-away demos keep theirs apart.
VAR_DIR = Path(os.environ.get("ASSKOMM_VAR") or BASE_DIR / "var")

env = environ.Env()


def read_demo_file(path: Path) -> None:
    """Take over what `make demo` wrote, so that manage.py works beside a running demo.

    Who names another database in the environment, or says ASSKOMM_DEMO=0, does not mean the demo.
    """
    if os.environ.get("ASSKOMM_DEMO") == "0" or not path.is_file():
        return
    content: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        content[name] = value
    if os.environ.get("DATABASE_URL", content.get("DATABASE_URL")) != content.get("DATABASE_URL"):
        return
    for name, value in content.items():
        os.environ.setdefault(name, value)


read_demo_file(VAR_DIR / "demo.env")

# --- Demo or production -------------------------------------------------------------------------------------------

DEMO = switch("ASSKOMM_DEMO", default=False)
# In the demo the programme stands on this day; None means the real one (core.dates.today).
DEMO_TODAY = day("DEMO_TODAY")
DEBUG = False
HTTPS = switch("ASSKOMM_HTTPS", default=not DEMO)

SECRET_KEY = required("SECRET_KEY")
if not DEMO and len(SECRET_KEY) < 50:
    raise SystemExit("SECRET_KEY ist zu kurz: Bitte mindestens 50 zufällige Zeichen setzen.")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if DEMO else named(required("ALLOWED_HOSTS"))
# Where the links of letters lead that nobody's request has caused, those of the daily round.
_scheme = "https" if HTTPS else "http"
SITE_ADDRESS = env.str("ASSKOMM_ADDRESS", default="").strip().rstrip("/") or (
    f"{_scheme}://{ALLOWED_HOSTS[0].removeprefix('.')}"
)
if not SITE_ADDRESS.startswith(("https://", "http://")):
    raise SystemExit("ASSKOMM_ADDRESS: Bitte eine Adresse wie https://asskomm.example angeben.")
CSRF_TRUSTED_ORIGINS = items(env.str("CSRF_TRUSTED_ORIGINS", default=""))
if not all(origin.startswith(("https://", "http://")) for origin in CSRF_TRUSTED_ORIGINS):
    raise SystemExit("CSRF_TRUSTED_ORIGINS: Bitte Adressen wie https://asskomm.example angeben.")

# --- Application --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "agreements.apps.AgreementsConfig",
    "advice.apps.AdviceConfig",
    "notices.apps.NoticesConfig",
    "filing.apps.FilingConfig",
    "imports.apps.ImportsConfig",
    "tasks.apps.TasksConfig",
    "documents.apps.DocumentsConfig",
    "accounts.apps.AccountsConfig",
    "municipalities.apps.MunicipalitiesConfig",
    "audit.apps.AuditConfig",
    "core.apps.CoreConfig",
    # Only its parts: the one site stands in asskomm/admin.py, nothing is discovered.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Constraints that keep spans of days apart.
    "django.contrib.postgres",
    "asskomm.apps.ServedFilesConfig",
    "django.contrib.humanize",
    # Its widgets, after ours: templates/django/forms/ replaces what it has.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
]

# The project's own apps, top to bottom; the guards (scope, access, isolation) look at these.
OWN_APPS = [
    "portal", "agreements", "advice", "filing", "imports", "tasks", "notices", "documents", "accounts",
    "municipalities", "audit", "core",
]  # fmt: skip

MIDDLEWARE = [
    "asskomm.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.UnstoredMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "audit.middleware.HistoryContextMiddleware",
    "notices.first_sign_in.PrivacyNoticeMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.AccessMiddleware",
    "core.middleware.ConflictMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "asskomm.urls"
WSGI_APPLICATION = "asskomm.wsgi.application"

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
                "portal.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "kern"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_FAIL_SILENTLY = False

# --- Data ---------------------------------------------------------------------------------------------------------

POSTGRES = "postgresql://konto@/asskomm?host=/run/postgresql"
_database = required("DATABASE_URL")
if not _database.startswith(("postgres://", "postgresql://")):
    raise SystemExit(f"DATABASE_URL muss eine PostgreSQL-Datenbank nennen, etwa {POSTGRES}.")
DATABASES: dict[str, Any] = {"default": parsed("DATABASE_URL", _database, env.db_url_config, POSTGRES)}
# A new connection costs more than most pages; the health check spares the first request after a restart of the server.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# Processes are there for several readers; to start two more for one query takes longer than most of ours. What is
# prepared (core.facts alone) is planned once, whatever its values.
TUNED = "-c max_parallel_workers_per_gather=0 -c jit=off -c plan_cache_mode=force_generic_plan"
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", TUNED)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One cache for all processes: with one per process the limit on sign-in attempts grew with every process.
# It holds the counters of attempts: with Django's own limit of 300 entries, a few hundred wrong guesses for other
# addresses would push the counter of one account out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# In production the files lie where the backup finds them, not in the checkout.
MEDIA_ROOT = (
    Path(os.environ.get("ASSKOMM_MEDIA_ROOT") or VAR_DIR / "media") if DEMO else Path(required("ASSKOMM_MEDIA_ROOT"))
)
# One request at most: a signed copy (documents.inspection.MAX_BYTES) and its form; nginx keeps the same limit.
REQUEST_MAX_BYTES = 26 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.uploads.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "node_modules/@kern-ux/native/dist"),
    ("source-serif", BASE_DIR / "node_modules/@fontsource/source-serif-4"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- Sign-in ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "accounts.passwords.ChangeForm",
    "reset_password_from_key": "accounts.passwords.ResetForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# The state office enters the addresses and the password reset proves them; there is nothing to confirm at sign-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# A reset is answered alike for every address, by the page and by a mail; a page that sends none tells by its speed.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "change_address": "5/m/user",
    "report_barrier": "5/m/ip",
    "confirm_contacts": "30/10m/ip",
}
# A notice by mail whenever password, address or second factor change.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60

# How long the link of an invitation works.
INVITATION_DAYS = number("ASSKOMM_INVITATION_DAYS", default=14, least=1)

# "required": people of the state office set up a second factor before anything else. "offered": everybody may.
STATE_OFFICE_SECOND_FACTOR = choice(
    "ASSKOMM_STATE_OFFICE_SECOND_FACTOR", among=("required", "offered"), default="offered" if DEMO else "required"
)

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.codes.AuthenticateForm",
    "reauthenticate": "accounts.codes.ReauthenticateForm",
    "authenticate_webauthn": "accounts.passkeys.AuthenticateForm",
    "login_webauthn": "accounts.passkeys.LoginForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticateForm",
    "add_webauthn": "accounts.passkeys.AddForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The addresses are entered by the office or proven by the link of an invitation.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "ASSKomm"
# Clocks of telephones differ by a few seconds.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# It would write with every page that is read.
USERSESSIONS_TRACK_ACTIVITY = False
# How many of our own proxies stand in front: their entries in X-Forwarded-For count, what a client wrote does not.
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", default=0 if DEMO else 1)

# Single sign-on is offered once an issuer is named. Whose identity it is says `sub` alone, never an address.
SINGLE_SIGN_ON = single_sign_on.read(
    os.environ.get("OIDC_ISSUER", "").strip(),
    name=os.environ.get("OIDC_NAME", "").strip() or "Landeskonto",
    client_id=os.environ.get("OIDC_CLIENT_ID", "").strip(),
    secret=os.environ.get("OIDC_CLIENT_SECRET", "").strip(),
    https=HTTPS,
)
SOCIALACCOUNT_PROVIDERS = SINGLE_SIGN_ON.providers
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_AUTO_SIGNUP = False

# Plain database sessions: a cache in front would be the same database, and one per process would outlive a sign-out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Headers ------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # data: for the icons inside KERN's stylesheet
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # The form that begins the single sign-on is answered by leading the browser there.
        "form-action": [SELF, *([SINGLE_SIGN_ON.origin] if SINGLE_SIGN_ON.is_set_up else [])],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Jobs and mail ------------------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# A mail goes into the outbox in the transaction that causes it; the worker hands it to the delivery backend.
EMAIL_BACKEND = "audit.mail.OutboxEmailBackend"
DELIVERY_EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
_address = os.environ.get("EMAIL_URL") or "smtp://localhost:25" if DEMO else required("EMAIL_URL")
_smtp = parsed("EMAIL_URL", _address, env.email_url_config, "smtp+tls://konto:kennwort@mail.example:587")
EMAIL_HOST, EMAIL_PORT = _smtp["EMAIL_HOST"], _smtp["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp["EMAIL_HOST_USER"] or "", _smtp["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.get("EMAIL_USE_TLS", False), _smtp.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = number("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "asskomm@localhost" if DEMO else required("DEFAULT_FROM_EMAIL")

# --- Messages and logs --------------------------------------------------------------------------------------------

# KERN's words for the four tones of an alert.
MESSAGE_TAGS = {
    message_levels.DEBUG: "info",
    message_levels.INFO: "info",
    message_levels.SUCCESS: "success",
    message_levels.WARNING: "warning",
    message_levels.ERROR: "danger",
}

LOGGING = logs.configure(choice("LOG_LEVEL", among=("INFO", "WARNING"), default="INFO"))
