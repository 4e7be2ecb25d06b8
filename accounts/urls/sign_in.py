"""Sign-in pages of django-allauth: only those that are used, under German addresses."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path, re_path

from accounts.views import single_sign_on
from core.access import public, signed_in

sign_in = public(reason="Whoever signs in is not signed in yet.")
second_step = public(reason="Between password and second factor nobody is signed in yet.")
recovery = public(reason="Whoever forgot the password cannot sign in.")

urlpatterns = [
    path("anmelden/", sign_in(allauth_views.login), name="account_login"),
    path("anmelden/einmal/", single_sign_on.sso_start, name="sso_start"),
    path("anmelden/einmal/zurueck/", single_sign_on.sso_callback, name="sso_callback"),
    path("abmelden/", public(reason="Signing out twice must not end on a sign-in page.")(allauth_views.logout),
         name="account_logout"),
    path("registrieren/", public(reason="Says that accounts are created by the office.")(allauth_views.signup),
         name="account_signup"),
    path("zugang-gesperrt/", public(reason="Explains why signing in failed.")(allauth_views.account_inactive),
         name="account_inactive"),
    path("passwort-vergessen/", recovery(allauth_views.password_reset), name="account_reset_password"),
    path("passwort-vergessen/gesendet/", recovery(allauth_views.password_reset_done),
         name="account_reset_password_done"),
    path("passwort-neu/fertig/", recovery(allauth_views.password_reset_from_key_done),
         name="account_reset_password_from_key_done"),
    # Not a path(): its <uidb36> would take the first part of the key, which holds hyphens of its own.
    re_path(r"^passwort-neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", recovery(allauth_views.password_reset_from_key),
            name="account_reset_password_from_key"),
    path("passwort-aendern/", signed_in(allauth_views.password_change), name="account_change_password"),
    path("bestaetigen/", signed_in(allauth_views.reauthenticate), name="account_reauthenticate"),
    path("anmelden/passkey/", sign_in(passkey_views.login_webauthn), name="mfa_login_webauthn"),
    path("anmelden/zweiter-faktor/", second_step(factor_views.authenticate), name="mfa_authenticate"),
    path("bestaetigen/code/", signed_in(factor_views.reauthenticate), name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", signed_in(passkey_views.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("zweiter-faktor/", signed_in(factor_views.index), name="mfa_index"),
    path("zweiter-faktor/app/", signed_in(app_views.activate_totp), name="mfa_activate_totp"),
    path("zweiter-faktor/app/abschalten/", signed_in(app_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("zweiter-faktor/codes/", signed_in(code_views.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("zweiter-faktor/codes/neu/", signed_in(code_views.generate_recovery_codes),
         name="mfa_generate_recovery_codes"),
    path("zweiter-faktor/codes/herunterladen/", signed_in(code_views.download_recovery_codes),
         name="mfa_download_recovery_codes"),
    path("zweiter-faktor/passkeys/", signed_in(passkey_views.list_webauthn), name="mfa_list_webauthn"),
    path("zweiter-faktor/passkeys/neu/", signed_in(passkey_views.add_webauthn), name="mfa_add_webauthn"),
    path("zweiter-faktor/passkeys/<int:pk>/entfernen/", signed_in(passkey_views.remove_webauthn),
         name="mfa_remove_webauthn"),
    path("zweiter-faktor/passkeys/<int:pk>/umbenennen/", signed_in(passkey_views.edit_webauthn),
         name="mfa_edit_webauthn"),
]  # fmt: skip
