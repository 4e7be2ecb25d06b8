"""URLs of the agreements."""

from django.urls import path

from agreements.views import deciding, drafting, reading, signing

app_name = "agreements"

urlpatterns = [
    path("", reading.agreement_list, name="list"),
    path("neu/", drafting.agreement_create, name="create"),
    path("mustertext/<int:template_id>/", drafting.template_edit, name="template"),
    path("<int:agreement_id>/", reading.agreement_detail, name="detail"),
    path("<int:agreement_id>/pdf/", reading.agreement_pdf, name="pdf"),
    path("<int:agreement_id>/protokoll/", reading.agreement_log, name="log"),
    path("<int:agreement_id>/text/", drafting.agreement_text, name="text"),
    path("<int:agreement_id>/parteien/", drafting.agreement_parties, name="parties"),
    path("<int:agreement_id>/unterzeichnende/", drafting.agreement_signatories, name="signatories"),
    path("<int:agreement_id>/zustimmung/<int:party_id>/", deciding.agreement_consent, name="consent"),
    path("<int:agreement_id>/abstimmung/", deciding.agreement_open_consultation, name="open_consultation"),
    path("<int:agreement_id>/entwurf/", deciding.agreement_return_to_draft, name="return_to_draft"),
    path("<int:agreement_id>/schlusszeichnung/", deciding.agreement_approve, name="approve"),
    path("<int:agreement_id>/festschreiben/", deciding.agreement_finalise, name="finalise"),
    path("<int:agreement_id>/wieder-oeffnen/", deciding.agreement_reopen, name="reopen"),
    path("<int:agreement_id>/zurueckziehen/", deciding.agreement_withdraw, name="withdraw"),
    path("<int:agreement_id>/beenden/", deciding.agreement_end, name="end"),
    path("<int:agreement_id>/unterschrift/<int:signatory_id>/", signing.agreement_sign, name="sign"),
    path(
        "<int:agreement_id>/unterschrift/<int:signatory_id>/berichtigen/",
        signing.agreement_correct_signature, name="correct_signature",
    ),
    path(
        "<int:agreement_id>/unterschrift/<int:signatory_id>/zuruecknehmen/",
        signing.agreement_take_back_signature, name="take_back_signature",
    ),
    path("<int:agreement_id>/gaeste/", signing.agreement_guests, name="guests"),
    path("<int:agreement_id>/ausfertigung/", signing.agreement_signed_copy, name="signed_copy"),
]  # fmt: skip
