"""What may be entered as an absence: asked by the form, to say it beside the field, and by the action, to be sure."""

from datetime import date, timedelta

from accounts.deputising import may_deputise
from accounts.models import Absence, User
from core import dates

LONGEST = timedelta(days=366)


def days_problem(user: User, starts_on: date, ends_on: date, *, without: Absence | None = None) -> str:
    """Why somebody cannot be away on these days; empty when she can."""
    if ends_on < starts_on:
        return "Der letzte Tag liegt vor dem ersten. Bitte beide Tage prüfen."
    if ends_on < dates.today():
        return "Diese Tage sind vorbei. Bitte als letzten Tag heute oder einen späteren wählen."
    if ends_on - starts_on > LONGEST:
        return "Bitte höchstens ein Jahr eintragen. Wer länger fort ist, gibt die Funktion ab."
    others = Absence.objects.filter(user=user).touching(starts_on, ends_on)
    known = others.exclude(pk=without.pk if without else None).order_by("starts_on").first()
    if known:
        return (
            f"Für {user} ist schon eine Abwesenheit eingetragen: {known.period}. "
            "Bitte diese ändern oder andere Tage wählen."
        )
    return ""


def begun_problem(absence: Absence, starts_on: date) -> str:
    """What has begun keeps its first day: what was done since then in her stead hangs on it."""
    if absence.starts_on <= dates.today() and starts_on != absence.starts_on:
        return "Diese Abwesenheit hat schon begonnen; ihr erster Tag bleibt, wie er ist."
    return ""


def deputy_problem(user: User, deputy: User | None, starts_on: date, ends_on: date) -> str:
    """Herself, somebody with fewer rights, or somebody who is away then as well cannot stand in."""
    if deputy is None:
        return ""
    if deputy.pk == user.pk:
        return "Niemand vertritt sich selbst. Bitte eine andere Person wählen."
    if not may_deputise(deputy, user, starts_on=starts_on, ends_on=ends_on):
        return (
            f"{deputy} hat in dieser Zeit nicht dieselben Rechte wie {user} und kann deshalb nicht vertreten. "
            "Bitte eine andere Person wählen."
        )
    away = Absence.objects.filter(user=deputy).touching(starts_on, ends_on).order_by("starts_on").first()
    if away:
        return (
            f"{deputy} ist selbst abwesend: {away.period}. Eine Vertretung wird nicht weitergereicht; "
            "bitte eine andere Person wählen oder die Zeit teilen."
        )
    return ""


def left_without(user: User, starts_on: date, ends_on: date) -> list[Absence]:
    """Whose deputy somebody is on days on which she will be away herself: they need another one."""
    rows = Absence.objects.filter(deputy=user).touching(starts_on, ends_on).until_now(dates.today())
    return list(rows.for_list())
