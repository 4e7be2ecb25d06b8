"""The audit's own part of the daily round."""

from importlib import import_module

from django.conf import settings

from audit.actions import jobs, mailing
from core.formats import count_of


def lost_jobs() -> str:
    return f"{count_of(jobs.requeue_lost(), 'Auftrag,Aufträge')} zurück in die Warteschlange gestellt"


def finished_jobs() -> str:
    return f"{count_of(jobs.forget_finished(), 'erledigter Auftrag,erledigte Aufträge')} gelöscht"


def silent_workers() -> str:
    return f"{count_of(jobs.forget_silent(), 'verschwundener Arbeitsprozess,verschwundene Arbeitsprozesse')} vergessen"


def expired_sessions() -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "abgelaufene Sitzungen gelöscht"


def old_letters() -> str:
    return f"{count_of(mailing.blank_old(), 'Mailtext,Mailtexte')} gelöscht"
