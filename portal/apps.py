"""Composition: here the apps learn of each other, and nowhere else."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from advice.models import Appointment, Consultation, Contact  # noqa: PLC0415 -- models exist once apps are loaded
        from agreements.models import CooperationAgreement  # noqa: PLC0415 -- see above
        from core import slots  # noqa: PLC0415 -- see above
        from documents import owners  # noqa: PLC0415 -- see above
        from portal.demo.sign_ins import beside_the_form  # noqa: PLC0415 -- see above
        from tasks import subjects  # noqa: PLC0415 -- see above

        owners.register(CooperationAgreement)
        for model in (Contact, Appointment, Consultation, CooperationAgreement):
            subjects.register(model)
        slots.fill("sign-in", beside_the_form)
