"""URLs of the own account, of invitations, and of the pages on which accounts are kept."""

from django.urls import path

from accounts.views import absences, invited, office, own, single_sign_on, terms, town

app_name = "accounts"

urlpatterns = [
    path("konto/", own.account, name="account"),
    path("konto/anmeldungen-beenden/", own.sessions_end, name="sessions_end"),
    path("konto/adresse/", own.address_change, name="address_change"),
    path("konto/adresse/<str:token>/", own.address_confirm, name="address_confirm"),
    path("konto/verbinden/", single_sign_on.sso_begin_connect, name="sso_begin_connect"),
    path("konto/verbinden/bestaetigen/", single_sign_on.sso_connect, name="sso_connect"),
    path("konto/trennen/", single_sign_on.sso_disconnect, name="sso_disconnect"),
    path("konto/einladung/<str:token>/", invited.invitation, name="invitation"),
    path("abwesenheiten/", absences.absence_list, name="absences"),
    path("abwesenheiten/neu/", absences.absence_enter, name="absence_enter"),
    path("abwesenheiten/<int:absence_id>/aendern/", absences.absence_change, name="absence_change"),
    path("abwesenheiten/<int:absence_id>/beenden/", absences.absence_end, name="absence_end"),
    path("abwesenheiten/<int:absence_id>/gesehen/", absences.absence_review, name="absence_review"),
    path("zugaenge/", office.account_list, name="list"),
    path("zugaenge/einladen/", office.invite_any, name="invite"),
    path("zugaenge/einladungen/", office.invitation_list, name="invitations"),
    path("zugaenge/einladungen/<int:invitation_id>/erneut/", town.invitation_resend, name="resend"),
    path("zugaenge/einladungen/<int:invitation_id>/zurueckziehen/", town.invitation_revoke, name="revoke"),
    path("zugaenge/funktionen/<int:assignment_id>/beenden/", town.function_end, name="function_end"),
    path("zugaenge/kommune/<int:municipality_id>/", town.town_accounts, name="town"),
    path("zugaenge/kommune/<int:municipality_id>/einladen/", town.town_invite, name="town_invite"),
    path("zugaenge/<int:user_id>/", office.account_detail, name="detail"),
    path("zugaenge/<int:user_id>/sperren/", office.account_deactivate, name="deactivate"),
    path("zugaenge/<int:user_id>/oeffnen/", office.account_reactivate, name="reactivate"),
    path("zugaenge/<int:user_id>/adresse/", office.account_address, name="address"),
    path("zugaenge/<int:user_id>/zweiter-faktor/", office.account_second_factor, name="second_factor"),
    path("nutzungsvereinbarung/", terms.terms, name="terms"),
    path("nutzungsvereinbarung/bearbeiten/", terms.terms_edit, name="terms_edit"),
    path("nutzungsvereinbarung/<int:version>/pdf/", terms.terms_pdf, name="terms_pdf"),
]
