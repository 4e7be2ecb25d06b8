"""URLs of the portal."""

from django.urls import path

from portal.views import contacts, gallery, health, home, municipalities, outbox, records

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("kommunen/", municipalities.municipality_list, name="municipalities"),
    path("kommunen/<int:municipality_id>/", municipalities.municipality_detail, name="municipality"),
    path("kommunen/<int:municipality_id>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path("bausteine/", gallery.component_gallery, name="gallery"),
    path("meine-vorgaenge/", records.own_events, name="own_events"),
    path("verlauf/<str:kind>/<int:subject_id>/", records.record_log, name="record_log"),
    path("verlauf/<str:kind>/<int:subject_id>/csv/", records.record_log_export, name="record_log_export"),
    path("verlauf/<str:kind>/<int:subject_id>/gelesen/", records.record_reads, name="record_reads"),
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/<int:mail_id>/senden/", outbox.mail_resend, name="mail_resend"),
    path("gesund/", health.health, name="health"),
    path("ansprechpersonen/<int:contact_id>/", contacts.contact_edit, name="contact_edit"),
]
