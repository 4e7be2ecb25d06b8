"""What the settings need for the optional single sign-on by OpenID Connect; without an issuer there is none."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class SingleSignOn:
    """The one provider of identities, as the settings name it; `issuer` "" means that nobody signs in that way."""

    issuer: str = ""
    name: str = ""
    client_id: str = ""
    secret: str = ""

    @property
    def is_set_up(self) -> bool:
        return bool(self.issuer)

    @property
    def provider_id(self) -> str:
        """A number is only known to the issuer that gave it: with another issuer every connection is made anew."""
        return f"oidc-{hashlib.sha256(self.issuer.encode()).hexdigest()[:16]}"

    @property
    def origin(self) -> str:
        """Where the browser is sent to; the policy of our pages has to allow it."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def providers(self) -> dict[str, Any]:
        """SOCIALACCOUNT_PROVIDERS of django-allauth."""
        app = {
            "provider_id": self.provider_id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer, "oauth_pkce_enabled": True, "fetch_userinfo": False},
        }
        return {
            "openid_connect": {
                "provider_class": "accounts.single_sign_on.provider.Provider",
                "APPS": [app] if self.is_set_up else [],
            }
        }


def read(issuer: str, *, name: str, client_id: str, secret: str, https: bool) -> SingleSignOn:
    """As the environment says; an issuer without https, client or secret stops the start with one sentence."""
    if not issuer:
        return SingleSignOn()
    scheme, host = urlsplit(issuer).scheme, urlsplit(issuer).netloc
    if not host or scheme not in (("https",) if https else ("https", "http")):
        raise SystemExit("OIDC_ISSUER: Bitte die Adresse des Anmeldedienstes mit https:// angeben.")
    for setting, value in (("OIDC_CLIENT_ID", client_id), ("OIDC_CLIENT_SECRET", secret)):
        if not value:
            raise SystemExit(f"{setting} fehlt: Wer OIDC_ISSUER setzt, braucht auch {setting}.")
    return SingleSignOn(issuer, name, client_id, secret)
