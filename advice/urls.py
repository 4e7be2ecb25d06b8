"""URLs of the consultations; the Telefonvermerk is a page of the portal."""

from django.urls import path

from advice.views import appointments, consultations, contacts, office

app_name = "advice"

urlpatterns = [
    path("", consultations.consultation_list, name="list"),
    path("neu/", consultations.consultation_create, name="create"),
    path("<int:consultation_id>/", consultations.consultation_detail, name="detail"),
    path("<int:consultation_id>/pdf/", consultations.consultation_pdf, name="pdf"),
    path("<int:consultation_id>/bearbeiten/", consultations.consultation_edit, name="edit"),
    path("<int:consultation_id>/freigabe/", consultations.consultation_share, name="share"),
    path("kontakte/<int:advice_contact_id>/", contacts.contact_detail, name="contact"),
    path("kontakte/<int:advice_contact_id>/infopaket/", contacts.contact_info_pack, name="send_info_pack"),
    path("infopaket/", contacts.info_pack_edit, name="info_pack"),
    path("termine/neu/", appointments.appointment_create, name="arrange"),
    path("termine/<int:appointment_id>/", appointments.appointment_detail, name="appointment"),
    path("termine/<int:appointment_id>/kalender/", appointments.appointment_ics, name="ics"),
    path("termine/<int:appointment_id>/verlegen/", appointments.appointment_postpone, name="postpone"),
    path("termine/<int:appointment_id>/absagen/", appointments.appointment_cancel, name="cancel"),
    path("stand/<int:municipality_id>/", office.standing_set, name="standing"),
    path("zustaendigkeiten/", office.responsibility_list, name="responsibilities"),
    path("zustaendigkeiten/neu/", office.responsibility_give, name="give_responsibility"),
    path("zustaendigkeiten/<int:responsibility_id>/beenden/", office.responsibility_end, name="end_responsibility"),
]
