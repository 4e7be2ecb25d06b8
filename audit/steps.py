"""The audit's own part of the daily round."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit.actions import jobs, mailing
from core.formats import count_of

# Long enough to look into a failed job, short enough that its arguments do not pile up.
JOBS_KEPT_FOR = timedelta(days=30)


def lost_jobs() -> str:
    return f"{count_of(jobs.requeue_lost(), 'Auftrag,Aufträge')} zurück in die Warteschlange gestellt"


def finished_jobs() -> str:
    count, _ = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - JOBS_KEPT_FOR).delete()
    return f"{count_of(count, 'erledigter Auftrag,erledigte Aufträge')} gelöscht"


def silent_workers() -> str:
    return f"{count_of(jobs.forget_silent(), 'verschwundener Arbeitsprozess,verschwundene Arbeitsprozesse')} vergessen"


def expired_sessions() -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "abgelaufene Sitzungen gelöscht"


def old_letters() -> str:
    return f"{count_of(mailing.blank_old(), 'Mailtext,Mailtexte')} gelöscht"
