"""URLs of the agreements."""

from django.urls import path

from agreements.views import (
    amending,
    clauses,
    consents,
    copies,
    deciding,
    drafting,
    notices,
    proposals,
    reading,
    replacing,
    signing,
    standing,
    templates,
    term,
    versions,
    wording,
)

app_name = "agreements"

urlpatterns = [
    path("", reading.agreement_list, name="list"),
    path("neu/", drafting.agreement_create, name="create"),
    path("liste.xlsx", reading.agreement_export, {"kind": "xlsx"}, name="export_xlsx"),
    path("liste.csv", reading.agreement_export, {"kind": "csv"}, name="export_csv"),
    path("mustertexte/", templates.template_list, name="templates"),
    path("mustertexte/<int:template_id>/", templates.template_edit, name="template"),
    path("mustertexte/<int:template_id>/aenderungen/", templates.template_changes, name="template_changes"),
    path("mustertexte/<int:template_id>/neue-fassung/", templates.template_draft, name="template_draft"),
    path("mustertexte/<int:template_id>/regelung/", templates.template_new_clause, name="template_clause"),
    path("mustertexte/<int:template_id>/in-kraft/", templates.template_in_force, name="template_in_force"),
    path("<int:agreement_id>/", reading.agreement_detail, name="detail"),
    path("<int:agreement_id>/pdf/", reading.agreement_pdf, name="pdf"),
    path("<int:agreement_id>/protokoll/", reading.agreement_log, name="log"),
    path("<int:agreement_id>/text/", wording.agreement_text, name="text"),
    path("<int:agreement_id>/regelungen/", clauses.agreement_clauses, name="clauses"),
    path("<int:agreement_id>/regelungen/neu/", clauses.agreement_new_clause, name="new_clause"),
    path("<int:agreement_id>/fassungen/", versions.agreement_versions, name="versions"),
    path("<int:agreement_id>/parteien/", drafting.agreement_parties, name="parties"),
    path("<int:agreement_id>/unterzeichnende/", drafting.agreement_signatories, name="signatories"),
    path("<int:agreement_id>/zustimmung/<int:party_id>/", deciding.agreement_consent, name="consent"),
    path(
        "<int:agreement_id>/zustimmung/<int:party_id>/berichtigen/",
        consents.agreement_correct_consent, name="correct_consent",
    ),
    path(
        "<int:agreement_id>/zustimmung/<int:party_id>/zuruecknehmen/",
        consents.agreement_take_back_consent, name="take_back_consent",
    ),
    path("<int:agreement_id>/aenderungswunsch/<int:party_id>/", proposals.agreement_propose, name="propose"),
    path("<int:agreement_id>/antwort/<int:proposal_id>/", proposals.agreement_answer, name="answer"),
    path("<int:agreement_id>/abstimmung/", deciding.agreement_open_consultation, name="open_consultation"),
    path(
        "<int:agreement_id>/abstimmung/beginn/", consents.agreement_correct_consultation, name="correct_consultation"
    ),
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
    path("<int:agreement_id>/nachtrag/neu/", amending.agreement_amend, name="amend"),
    path("<int:agreement_id>/nachtrag/wirksam/", amending.agreement_effective_day, name="effective_day"),
    path("<int:agreement_id>/nachtrag/parteien/", amending.agreement_amendment_parties, name="amendment_parties"),
    path("<int:agreement_id>/parteien-am/", standing.agreement_parties_on, name="parties_on"),
    path("<int:agreement_id>/lesefassung/", standing.agreement_consolidated, name="consolidated"),
    path("<int:agreement_id>/laufzeit/", term.agreement_term, name="term"),
    path("<int:agreement_id>/kuendigung/", notices.agreement_notice, name="notice"),
    path(
        "<int:agreement_id>/kuendigung/<int:notice_id>/zuruecknehmen/",
        notices.agreement_take_back_notice, name="take_back_notice",
    ),
    path("<int:agreement_id>/ersetzen/", replacing.agreement_replace, name="replace"),
    path("<int:agreement_id>/gaeste/", signing.agreement_guests, name="guests"),
    path("<int:agreement_id>/ausfertigung/", copies.agreement_signed_copy, name="signed_copy"),
    path("<int:agreement_id>/ausfertigung/ersetzen/", copies.agreement_replace_copy, name="replace_copy"),
]  # fmt: skip
