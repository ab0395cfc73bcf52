"""Who is let in: every way a token can be wrong, told by one that is right."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from console.keypair import CLIENT_ID, ISSUER, KEY_ID
from graph import tokens
from graph.signin import forget_identities
from models import keys as table_keys
from models import users
from models.errors import SettingMissing, Unauthenticated
from models.settings import Settings, use
from models.table import IdentityItem

VIEWER = "{ viewer { id } }"
NOW = datetime.now(UTC)
GOOD = {
    "iss": ISSUER,
    "sub": "somebody",
    "client_id": CLIENT_ID,
    "token_use": "access",
    "scope": "openid",
    "iat": NOW,
    "exp": NOW + timedelta(hours=1),
}


def signed(keys, changes=None, *, drop=(), key=None, algorithm="RS256", kid=KEY_ID):
    claims = {name: value for name, value in {**GOOD, **(changes or {})}.items() if name not in drop}
    return jwt.encode(claims, key or keys._key, algorithm=algorithm, headers={"kid": kid})


def hs256_with_the_public_key(keys):
    """The classic confusion: the public key, which everybody has, used as a shared secret. PyJWT refuses to make it."""
    public = keys._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = {**GOOD, "iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 3600}

    def part(document):
        return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=")

    signing_input = part({"alg": "HS256", "typ": "JWT", "kid": KEY_ID}) + b"." + part(claims)
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing_input, public)
    return (signing_input + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def unsigned(keys):
    return jwt.encode({**GOOD}, None, algorithm="none", headers={"kid": KEY_ID})


STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
REFUSED = {
    "unsigned": unsigned,
    "signature cut off": lambda keys: signed(keys).rsplit(".", 1)[0] + ".",
    "wrong key": lambda keys: signed(keys, key=STRANGER),
    "HS256 with the public key": hs256_with_the_public_key,
    "unknown key id": lambda keys: signed(keys, kid="other"),
    "wrong issuer": lambda keys: signed(keys, {"iss": "https://elsewhere.example"}),
    "wrong client": lambda keys: signed(keys, {"client_id": "other-app"}),
    "wrong audience": lambda keys: signed(keys, {"aud": "other-app"}),
    "no client at all": lambda keys: signed(keys, drop=["client_id"]),
    "expired": lambda keys: signed(keys, {"exp": NOW - timedelta(hours=1)}),
    "without expiry": lambda keys: signed(keys, drop=["exp"]),
    "not yet": lambda keys: signed(keys, {"nbf": NOW + timedelta(hours=1)}),
    "an ID token of Cognito": lambda keys: signed(keys, {"token_use": "id", "aud": CLIENT_ID}, drop=["client_id"]),
    "an ID token of OpenID": lambda keys: signed(keys, {"aud": CLIENT_ID}, drop=["token_use", "scope", "client_id"]),
    "nobody's": lambda keys: signed(keys, drop=["sub"]),
    "empty subject": lambda keys: signed(keys, {"sub": ""}),
    "not a token": lambda _: "abc.def.ghi",
    "nothing": lambda _: "",
}
ACCEPTED = {
    "Cognito's access token": signed,
    "audience instead of client": lambda keys: signed(keys, {"aud": CLIENT_ID}, drop=["client_id"]),
    "one of several audiences": lambda keys: signed(keys, {"aud": ["other", CLIENT_ID]}, drop=["client_id"]),
    "scope instead of token use": lambda keys: signed(keys, drop=["token_use"]),
}


def ask(service, token, query=VIEWER):
    return service.http.post("/graphql", json={"query": query}, headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_a_token_that_proves_nothing_is_refused(service, make):
    answer = ask(service, make(service.keys))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in answer.json()


@pytest.mark.parametrize("make", ACCEPTED.values(), ids=ACCEPTED)
def test_an_access_token_is_accepted(service, make):
    answer = ask(service, make(service.keys))
    assert answer.status_code == 200
    assert answer.json()["data"]["viewer"]["id"]


@pytest.mark.parametrize("header", ["Basic abc", "Bearer", "abc"])
def test_other_authorization_headers_are_refused(service, header):
    answer = service.http.post("/graphql", json={"query": VIEWER}, headers={"authorization": header})
    assert answer.status_code == 401


def test_nothing_is_answered_without_a_token_not_even_introspection(service):
    answer = service.http.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


def test_locally_introspection_is_open_and_data_is_not(service):

    use(replace(service.settings, open_introspection=True))
    schema = service.http.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
    assert schema.json()["data"]["__schema"]["queryType"]["name"] == "Query"
    for query in (
        VIEWER,
        '{ node(id: "x") { id } }',
        '{ activity(id: "x") { id } }',
        '{ upload(id: "x") { id } }',
        "{ __typename viewer { id } }",
        "{ ... { ... on Query { ...Both } } } fragment Both on Query { __typename viewer { id } }",
        "query A { __typename } query B { viewer { id } }",
        "mutation { __typename }",
        "{ ...Itself } fragment Itself on Query { ...Itself }",
        "fragment Lonely on Query { __typename }",
        "{ nothing }",
        "{",
        "{ __typename " + "@skip(if: false) " * 500 + "}",
    ):
        answer = service.http.post("/graphql", json={"query": query, "operationName": "A"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), query
        (error,) = answer.json()["errors"]
        assert answer.json() == {"errors": [error]}
        assert error["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename }",
        '{ __type(name: "Run") { name } again: __type(name: "Walk") { name } }',
        "query IntrospectionQuery { ...Top __typename } fragment Top on Query { __schema { queryType { name } } }",
    ],
)
def test_locally_the_schema_may_be_asked_for_in_any_form(service, query):
    use(replace(service.settings, open_introspection=True))
    answer = service.http.post("/graphql", json={"query": query})
    assert answer.status_code == 200
    assert answer.json()["data"]
    assert "errors" not in answer.json()


def test_locally_a_hash_without_its_text_needs_a_token(service):
    use(replace(service.settings, open_introspection=True))
    asked = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}
    assert service.http.post("/graphql", json=asked).status_code == 401


def test_everything_is_refused_where_no_key_set_is_configured(service):

    use(replace(service.settings, jwks=""))
    assert ask(service, signed(service.keys)).status_code == 401


def test_a_key_set_is_read_from_its_address(service, live_jwks):

    use(replace(service.settings, jwks=live_jwks(service.keys.jwks())))
    assert ask(service, signed(service.keys)).status_code == 200
    assert ask(service, signed(service.keys, key=STRANGER)).status_code == 401


def test_a_key_set_that_cannot_be_read_is_our_fault(service):
    use(replace(service.settings, jwks="http://127.0.0.1:9/jwks.json"))
    answer = ask(service, signed(service.keys))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["errors"][0]["extensions"]["code"] == "RETRY_LATER"


@pytest.fixture
def live_jwks():
    """A function that serves a key set on loopback and returns its address."""

    servers = []

    def serve(document):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(document.encode())

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/jwks.json"

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_uid_is_ours_and_stays_the_same(service):
    first = ask(service, signed(service.keys)).json()["data"]["viewer"]["id"]
    again = ask(service, signed(service.keys)).json()["data"]["viewer"]["id"]
    other = ask(service, signed(service.keys, {"sub": "somebody else"})).json()["data"]["viewer"]["id"]
    assert first == again != other
    assert "somebody" not in base64.urlsafe_b64decode(first + "==").decode()


def test_a_closed_account_is_refused(service):

    assert ask(service, signed(service.keys)).status_code == 200
    item = IdentityItem.get(table_keys.identity_pk(ISSUER, "somebody"), table_keys.IDENTITY_SK)
    item.update([IdentityItem.state.set("BLOCKED")])
    forget_identities()
    answer = ask(service, signed(service.keys))
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"] == {"code": "ACCOUNT_CLOSED", "state": "BLOCKED"}


def test_two_first_requests_at_once_make_one_person(exact_service):

    with ThreadPoolExecutor(8) as pool:
        uids = {made.uid for made in pool.map(lambda _: users.identify(ISSUER, "racer"), range(8))}
    assert len(uids) == 1


def test_claims_need_an_issuer_in_the_settings():
    use(Settings())
    with pytest.raises(SettingMissing, match="STRIDEGRAPH_ISSUER"):
        tokens.subject_of_claims(GOOD)


def test_the_reason_of_a_refusal_never_repeats_the_token(service):
    token = signed(service.keys, {"sub": "a-very-secret-name", "exp": NOW - timedelta(hours=1)})
    assert isinstance(ask(service, token), httpx2.Response)
    with pytest.raises(Unauthenticated) as refusal:
        tokens.verify(token)
    assert token not in str(refusal.value)
    assert "a-very-secret-name" not in str(refusal.value)
