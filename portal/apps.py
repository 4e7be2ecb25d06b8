"""Composition: here the apps learn of each other, and nowhere else."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from accounts.models import Activation  # noqa: PLC0415 -- see below
        from accounts.succession import functions_left  # noqa: PLC0415 -- see below
        from advice.filing import AppointmentFile, ConsultationFile, ContactFile  # noqa: PLC0415 -- see below
        from advice.importing.calls import CallImporter  # noqa: PLC0415 -- see below
        from advice.importing.consultations import ConsultationImporter  # noqa: PLC0415 -- see below
        from advice.models import Appointment, Consultation, Contact  # noqa: PLC0415 -- models exist once apps are loaded
        from agreements.actions.keeping import follow_memberships  # noqa: PLC0415 -- see above
        from agreements.actions.succession import succeed  # noqa: PLC0415 -- see above
        from agreements.daily import memberships_followed, reminders_sent, terms_ended  # noqa: PLC0415 -- see above
        from agreements.filing import AgreementFile  # noqa: PLC0415 -- see above
        from agreements.importing import AgreementImporter  # noqa: PLC0415 -- see above
        from agreements.models import (  # noqa: PLC0415 -- see above
            CooperationAgreement,
            Notice,
            ReceivedPaper,
            ReplacedCopy,
            SignedFile,
        )
        from agreements.packing import SignedAgreements  # noqa: PLC0415 -- see above
        from audit import daily  # noqa: PLC0415 -- see above
        from core import slots  # noqa: PLC0415 -- see above
        from documents import owners  # noqa: PLC0415 -- see above
        from filing import collections, keeping, records  # noqa: PLC0415 -- see above
        from imports import importers  # noqa: PLC0415 -- see above
        from imports.contact_persons import ContactImporter  # noqa: PLC0415 -- see above
        from imports.models import DataImport  # noqa: PLC0415 -- see above
        from municipalities import succession  # noqa: PLC0415 -- see above
        from municipalities.daily import confirmations_asked, people_informed  # noqa: PLC0415 -- see above
        from municipalities.models import Resolution  # noqa: PLC0415 -- see above
        from portal.demo.sign_ins import beside_the_form  # noqa: PLC0415 -- see above
        from tasks import subjects  # noqa: PLC0415 -- see above

        owners.register(CooperationAgreement)
        owners.register(Resolution)
        owners.register(Activation)
        owners.register(ReplacedCopy)
        for kind in (AgreementFile(), ConsultationFile(), ContactFile(), AppointmentFile()):
            records.register(kind)
        collections.register(SignedAgreements())
        keeping.watch()
        owners.register(DataImport)
        for importer in (ContactImporter(), ConsultationImporter(), CallImporter(), AgreementImporter()):
            importers.register(importer)
        owners.register(SignedFile)
        owners.register(ReceivedPaper)
        owners.register(Notice)
        slots.fill("memberships-changed", follow_memberships)
        daily.add("Mitglieder der Zusammenschlüsse", memberships_followed)
        daily.add("Ende von Vereinbarungen", terms_ended)
        daily.add("Erinnerungen an Fristen", reminders_sent)
        daily.add("Bestätigung der Ansprechpersonen", confirmations_asked)
        daily.add("Information nach Art. 14 DSGVO", people_informed)
        for model in (Contact, Appointment, Consultation, CooperationAgreement):
            subjects.register(model)
        slots.fill("sign-in", beside_the_form)
        succession.follow(succeed)
        succession.follow(functions_left)
