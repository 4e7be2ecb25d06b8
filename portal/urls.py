"""URLs of the portal."""

from django.urls import path

from portal.mailing.sources import SOURCES
from portal.views import (
    activations,
    answers,
    associations,
    calls,
    coaching,
    confirmations,
    contacts,
    gallery,
    health,
    home,
    mailing,
    mailing_uses,
    municipalities,
    news,
    notices,
    offices,
    outbox,
    records,
    resolutions,
    search,
    seeing,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("suche/", search.search, name="search"),
    path("wer-sieht-was/", seeing.seeing, name="seeing"),
    path("kommunen/", municipalities.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", municipalities.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path(
        "kommunen/<int:municipality_id>/ansprechpersonen/bestaetigung/", answers.contacts_confirm,
        name="contacts_confirm",
    ),
    path("kommunen/<int:municipality_id>/beschluesse/neu/", resolutions.resolution_create, name="resolution_create"),
    path("zusammenschluesse/", associations.association_list, name="associations"),
    path("zusammenschluesse/neu/", associations.association_create, name="association_create"),
    path("zusammenschluesse/<int:association_id>/", associations.association_detail, name="association"),
    path("zusammenschluesse/<int:association_id>/bearbeiten/", associations.association_edit, name="association_edit"),
    path("zusammenschluesse/<int:association_id>/beitritt/", associations.association_join, name="association_join"),
    path(
        "zusammenschluesse/<int:association_id>/aufloesung/", associations.association_dissolve,
        name="association_dissolve",
    ),
    path(
        "zusammenschluesse/<int:association_id>/ansprechpersonen/neu/", contacts.contact_create,
        name="association_contact_create",
    ),
    path(
        "zusammenschluesse/<int:association_id>/beschluesse/neu/", resolutions.resolution_create,
        name="association_resolution_create",
    ),
    path("mitgliedschaften/<int:membership_id>/austritt/", associations.association_leave, name="association_leave"),
    path("landkreise/", associations.district_list, name="districts"),
    path("landkreise/<int:district_id>/", associations.district_detail, name="district"),
    path(
        "landkreise/<int:district_id>/ansprechpersonen/neu/", contacts.contact_create, name="district_contact_create"
    ),
    path(
        "landkreise/<int:district_id>/beschluesse/neu/", resolutions.resolution_create,
        name="district_resolution_create",
    ),
    path("polizeidirektionen/<int:directorate_id>/", offices.directorate_detail, name="directorate"),
    path(
        "polizeidirektionen/<int:directorate_id>/ansprechpersonen/neu/", contacts.contact_create,
        name="directorate_contact_create",
    ),
    path("geschaeftsstelle/", offices.state_office, name="state_office"),
    path("geschaeftsstelle/ansprechpersonen/neu/", contacts.contact_create, name="state_office_contact_create"),
    path("beschluesse/<int:resolution_id>/", resolutions.resolution_detail, name="resolution"),
    path("beschluesse/<int:resolution_id>/berichtigen/", resolutions.resolution_correct, name="resolution_correct"),
    path("personen/<int:person_id>/", contacts.person_detail, name="person"),
    path("personen/<int:person_id>/bearbeiten/", contacts.person_edit, name="person_edit"),
    path("freischaltungen/", activations.activation_list, name="activations"),
    path("freischaltungen/neu/", activations.activation_create, name="activation_create"),
    path("freischaltungen/<int:activation_id>/", activations.activation_detail, name="activation"),
    path("freischaltungen/<int:activation_id>/datei/", activations.activation_paper, name="activation_paper"),
    path("freischaltungen/<int:activation_id>/beenden/", activations.activation_end, name="activation_end"),
    path("coaching/zuordnen/", coaching.coach_assign, name="coach_assign"),
    path("beratung/telefonvermerk/", calls.call_create, name="call"),
    path("beratung/telefonvermerk/umfeld/", calls.call_surroundings, name="call_surroundings"),
    path("bausteine/", gallery.component_gallery, name="gallery"),
    path("neues/", news.news, name="news"),
    path("neues/gesehen/", news.news_all_seen, name="news_all_seen"),
    path("neues/<int:municipality_id>/gesehen/", news.news_seen, name="news_seen"),
    path("meine-vorgaenge/", records.own_events, name="own_events"),
    path("verlauf/<str:kind>/<int:subject_id>/", records.record_log, name="record_log"),
    path("verlauf/<str:kind>/<int:subject_id>/csv/", records.record_log_export, name="record_log_export"),
    path("verlauf/<str:kind>/<int:subject_id>/gelesen/", records.record_reads, name="record_reads"),
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/<int:mail_id>/senden/", outbox.mail_resend, name="mail_resend"),
    path("gesund/", health.health, name="health"),
    *(
        path(f"verteiler/{source}/", mailing.mailing_list, {"source": source}, name=f"mailing_{source}")
        for source in SOURCES
    ),
    path("verteiler/verwendung/", mailing_uses.mailing_uses, name="mailing_uses"),
    path("bestaetigung/<str:link>/", confirmations.confirmation, name="confirmation"),
    path(
        "bestaetigung/<str:link>/<int:contact_id>/", confirmations.confirmation_correct, name="confirmation_correct"
    ),
    path("ansprechpersonen/bestaetigungen/", answers.confirmation_list, name="confirmations"),
    path("ansprechpersonen/information/", notices.notice_list, name="notices"),
    path("ansprechpersonen/information/schreiben/", notices.notice_text, name="notice_text"),
    path("ansprechpersonen/information/<int:notice_id>/", notices.notice_given, name="notice_given"),
    path("ansprechpersonen/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
    path("ansprechpersonen/<int:contact_id>/uebergabe/", contacts.contact_hand_over, name="contact_hand_over"),
    path("ansprechpersonen/<int:contact_id>/bestaetigung/", contacts.contact_confirm, name="contact_confirm"),
]  # fmt: skip
