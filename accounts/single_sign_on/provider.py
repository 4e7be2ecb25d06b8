"""django-allauth's OpenID Connect, stricter: every identity token is checked in full, and nothing of it is kept.

What allauth leaves open and OpenID Connect Core 1.0 (3.1.3.7) asks for: a nonce, the signature also of a token that
came directly, the authorised party, and that the issuer is the one of our settings.
"""

import hashlib
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare


class Refused(OAuth2Error):
    """What the provider sent is not what it has to be; the message is ours and holds nothing of it."""


def nonce_of(code_verifier: str) -> str:
    """The nonce of one attempt, from the secret that only this browser's session knows; so nothing more is kept."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class Adapter(OpenIDConnectOAuth2Adapter):
    """Fetches and checks the identity token of one attempt."""

    code_verifier = ""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("sso_callback"))

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; another issuer than that of the settings is none of ours."""
        try:
            config: dict[str, Any] = super().openid_config
            ours = self.get_provider().app.settings["server_url"]
            if config["issuer"].rstrip("/") != ours.removesuffix("/.well-known/openid-configuration").rstrip("/"):
                raise Refused("The issuer is not the one of the settings.")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise Refused("The provider's configuration is unreadable.") from error
        return config

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        self.code_verifier = pkce_code_verifier or ""
        data: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return data

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Only the identity token says who it is: what the provider would tell of her otherwise is not asked for."""
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
            self._check(claims, app.client_id)
            return self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("The identity token is unreadable.") from error

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        # allauth would not look at the signature of a token that it fetched itself.
        self.did_fetch_access_token = False
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        return claims

    def _check(self, claims: dict[str, Any], client_id: str) -> None:
        if "exp" not in claims:
            raise Refused("The identity token never expires.")
        if not self.code_verifier or not constant_time_compare(claims["nonce"], nonce_of(self.code_verifier)):
            raise Refused("The identity token belongs to another attempt.")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != client_id:
            raise Refused("The identity token was made for somebody else.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise Refused("The identity token names nobody.")


class Provider(OpenIDConnectProvider):
    """The one provider of the settings."""

    oauth2_adapter_class = Adapter

    def get_default_scope(self) -> list[str]:
        """Neither name nor address are asked for."""
        return ["openid"]

    def get_pkce_params(self) -> dict[str, str]:
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Stored with the connection: nothing."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []
