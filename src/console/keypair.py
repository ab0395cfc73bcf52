"""The local server's own issuer: a key pair kept between starts, and the tokens it signs."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "http://localhost/stridegraph"
CLIENT_ID = "stridegraph-local"
DEMO_SUBJECT = "demo"
KEY_ID = "local"
TOKEN_DAYS = 30
_KEY_FILE = "key.pem"


class KeyPair:
    """An RSA key pair in a folder; made at its first use, readable by its owner alone."""

    def __init__(self, directory: Path) -> None:
        path = directory / _KEY_FILE
        if not path.exists():
            directory.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(_new_key())
        loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey):
            raise TypeError(f"{path} holds no RSA key")
        self._key = loaded

    def jwks(self) -> str:
        """The public half, as an issuer publishes it."""
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return json.dumps({"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]})

    def cursor_secret(self) -> str:
        """The key of the cursors' signatures, the same at each start."""
        return self._derived(b"cursors")

    def storage_secret(self) -> str:
        """The secret that presigned addresses are made with, the same at each start."""
        return self._derived(b"storage")

    def token(self, subject: str, now: datetime | None = None) -> str:
        """An access token for this subject, good for a month."""
        issued = now or datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": subject,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "scope": "stridegraph",
            "iat": issued,
            "exp": issued + timedelta(days=TOKEN_DAYS),
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": KEY_ID})

    def _derived(self, label: bytes) -> str:
        private = self._key.private_numbers().d.to_bytes(256)
        return hashlib.sha256(label + private).hexdigest()


def _new_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
