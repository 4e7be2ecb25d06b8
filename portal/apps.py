"""Composition: here the apps learn of each other, and nowhere else."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from accounts.models import Activation  # noqa: PLC0415 -- see below
        from accounts.succession import functions_left  # noqa: PLC0415 -- see below
        from advice.models import Appointment, Consultation, Contact  # noqa: PLC0415 -- models exist once apps are loaded
        from agreements.actions.keeping import follow_memberships  # noqa: PLC0415 -- see above
        from agreements.actions.succession import succeed  # noqa: PLC0415 -- see above
        from agreements.daily import memberships_followed, reminders_sent, terms_ended  # noqa: PLC0415 -- see above
        from agreements.models import CooperationAgreement, Notice, ReplacedCopy  # noqa: PLC0415 -- see above
        from audit import daily  # noqa: PLC0415 -- see above
        from core import slots  # noqa: PLC0415 -- see above
        from documents import owners  # noqa: PLC0415 -- see above
        from municipalities import succession  # noqa: PLC0415 -- see above
        from municipalities.models import Resolution  # noqa: PLC0415 -- see above
        from portal.demo.sign_ins import beside_the_form  # noqa: PLC0415 -- see above
        from tasks import subjects  # noqa: PLC0415 -- see above

        owners.register(CooperationAgreement)
        owners.register(Resolution)
        owners.register(Activation)
        owners.register(ReplacedCopy)
        owners.register(Notice)
        slots.fill("memberships-changed", follow_memberships)
        daily.add("Mitglieder der Zusammenschlüsse", memberships_followed)
        daily.add("Ende von Vereinbarungen", terms_ended)
        daily.add("Erinnerungen an Fristen", reminders_sent)
        for model in (Contact, Appointment, Consultation, CooperationAgreement):
            subjects.register(model)
        slots.fill("sign-in", beside_the_form)
        succession.follow(succeed)
        succession.follow(functions_left)
