"""Connecting an account with an identity of the single sign-on, and disconnecting it."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from accounts import letters
from accounts.models import User
from audit.actions import record
from core.exceptions import Conflict, NotPermitted


@transaction.atomic
def connect_identity(user: User, *, by: User, uid: str) -> SocialAccount:
    """From now on this identity signs in here; connecting the same one again changes nothing.

    `uid` is the `sub` of a checked identity token. Conflict when either side is connected otherwise.
    """
    row = _own(user, by=by)
    provider = settings.SINGLE_SIGN_ON.provider_id
    held = SocialAccount.objects.filter(provider=provider, uid=uid).first()
    if held and held.user_id == row.pk:
        return held
    if held:
        raise Conflict("Dieses Konto ist schon mit einem anderen Zugang verbunden. Bitte dort zuerst trennen.")
    if SocialAccount.objects.filter(provider=provider, user=row).exists():
        raise Conflict("Ihr Zugang ist schon mit einem anderen Konto verbunden. Bitte zuerst die Verbindung trennen.")
    connection = SocialAccount.objects.create(user=row, provider=provider, uid=uid)
    record("connect_identity", row, by=by, label=f"Mit {settings.SINGLE_SIGN_ON.name} verbunden")
    letters.tell_identity_connected(row, settings.SINGLE_SIGN_ON.name)
    return connection


@transaction.atomic
def disconnect_identity(user: User, *, by: User) -> bool:
    """The identity signs in no more; whether there was one."""
    row = _own(user, by=by)
    ended = forget_identities(row)
    if ended:
        record("disconnect_identity", row, by=by, label=f"Von {settings.SINGLE_SIGN_ON.name} getrennt")
    return ended


def forget_identities(user: User) -> bool:
    """Part of actions that shut out whoever signs in by now."""
    count, _ = SocialAccount.objects.filter(user=user).delete()
    return bool(count)


def _own(user: User, *, by: User) -> User:
    # The account's row is the lock: two tabs connect one identity.
    row: User = User.objects.select_for_update().get(pk=user.pk)
    if row != by:
        raise NotPermitted("Verbinden und trennen kann nur, wem der Zugang gehört.")
    return row
