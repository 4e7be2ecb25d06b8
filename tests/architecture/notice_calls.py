"""A call of every action of notices and single sign-on, and one nonsense for each of their constraints."""

from accounts.actions import single_sign_on
from core import dates
from notices.actions import acknowledging, barriers, publishing
from notices.models import Acknowledgement, BarrierReport, Notice
from tests.factories import BarrierReportFactory, NoticeFactory, lead

NOTICE_CALLS = {
    "accounts.actions.single_sign_on.connect_identity": lambda town: single_sign_on.connect_identity(
        lead(), by=lead(), uid="4711"
    ),
    "accounts.actions.single_sign_on.disconnect_identity": lambda town: (
        lambda user: (
            single_sign_on.connect_identity(user, by=user, uid="4711"),
            single_sign_on.disconnect_identity(user, by=user),
        )
    )(lead()),
    "notices.actions.publishing.publish_notice": lambda town: publishing.publish_notice(
        Notice.Kind.IMPRINT, by=lead(), text="Anbieter"
    ),
    "notices.actions.acknowledging.acknowledge": lambda town: acknowledging.acknowledge(NoticeFactory(), by=lead()),
    "notices.actions.barriers.report_barrier": lambda town: barriers.report_barrier("Kein Text", by=lead()),
    "notices.actions.barriers.settle_barrier": lambda town: barriers.settle_barrier(
        BarrierReportFactory(), by=lead(), answer="Ergänzt."
    ),
}


def twice(make):
    """The same row once more."""
    return [make() for _ in range(2)]


def acknowledged(notice, user):
    return lambda: Acknowledgement.objects.create(notice=notice, user=user)


def report(**values):
    BarrierReport.objects.filter(pk=BarrierReportFactory().pk).update(**values)


NOTICE_NONSENSE = {
    "notice_version_once": [lambda: twice(NoticeFactory)],
    "notice_says_something": [lambda: NoticeFactory(text="")],
    "acknowledged_once": [lambda: twice(acknowledged(NoticeFactory(), lead()))],
    "barrier_says_something": [lambda: report(description="")],
    "barrier_settled_completely": [
        lambda: report(settled_on=dates.today(), settled_by=lead()),
        lambda: report(answer="Ergänzt."),
        lambda: report(settled_on=dates.today(), answer="Ergänzt."),
    ],
}
