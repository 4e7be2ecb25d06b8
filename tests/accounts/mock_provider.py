"""A provider of identities that lives inside the test: configuration, keys, codes and tokens, honest unless told."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://konten.example/land"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(key, kid="eins"):
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "alg": "RS256"}


class MockProvider:
    """Answers what the application asks; `claims` and `config` are laid over what an honest one would say."""

    def __init__(self):
        self.claims, self.config, self.key, self.kid = {}, {}, KEY, "eins"
        self.algorithm, self.sub, self.fails_at, self.raw_token = "RS256", "4711", "", None
        self.asked = []

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def request(self, method, url, **kwargs):
        return self.get(url) if method.upper() == "GET" else self.post(url, **kwargs)

    def get(self, url, **kwargs):
        self.asked.append(url)
        if self.fails_at and self.fails_at in url:
            raise requests.ConnectTimeout(url)
        if url.endswith("openid-configuration"):
            return answer({
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys", "userinfo_endpoint": f"{ISSUER}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"], **self.config,
            })  # fmt: skip
        if url == f"{ISSUER}/keys":
            return answer({"keys": [jwk(KEY)]})
        raise AssertionError(f"nobody may ask for {url}")

    def post(self, url, data=None, **kwargs):
        self.asked.append(url)
        if self.fails_at and self.fails_at in url:
            raise requests.ReadTimeout(url)
        assert url == f"{ISSUER}/token"
        self.exchanged = dict(data or kwargs.get("params") or {})
        return answer({"access_token": "geheim", "token_type": "Bearer", "id_token": self.id_token()})

    def id_token(self):
        if self.raw_token is not None:
            return self.raw_token
        honest = {
            "iss": ISSUER, "aud": "asskomm", "sub": self.sub, "exp": int(time.time()) + 300, "iat": int(time.time()),
            "nonce": self.nonce, "email": "koordination@meerane.example", "email_verified": True,
        }  # fmt: skip
        claims = {name: value for name, value in {**honest, **self.claims}.items() if value is not None}
        headers = {"kid": self.kid} if self.kid else {}
        key = "" if self.algorithm == "none" else self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers=headers)

    def follow(self, response):
        """What the browser brings back after the provider has asked who it is."""
        parts = urlsplit(response.url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.nonce, self.asked_for = asked["nonce"], asked
        return {"code": "einmal", "state": asked["state"]}


def answer(data, status=200):
    response = requests.Response()
    response.status_code, response._content = status, json.dumps(data).encode()
    response.headers["content-type"] = "application/json"
    return response
