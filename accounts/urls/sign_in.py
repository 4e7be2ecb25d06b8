"""Sign-in pages of django-allauth: only those that are used, under German addresses."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from core.access import public, signed_in

sign_in = public(reason="Whoever signs in is not signed in yet.")
recovery = public(reason="Whoever forgot the password cannot sign in.")

urlpatterns = [
    path("anmelden/", sign_in(allauth_views.login), name="account_login"),
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
]  # fmt: skip
