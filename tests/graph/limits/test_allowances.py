"""The costly mutations: how often a person may, and what is told of one too many."""

from dataclasses import replace

import pytest

from graph import rates
from models import allowances, work
from models.allowances import Allowance
from models.settings import use
from models.terms import JobKind

RESPONSE = "application/graphql-response+json"
UPLOAD = "mutation ($input: CreateUploadInput!) { createUpload(input: $input) { __typename } }"
COSTLY = {
    "createUpload": (UPLOAD, {"input": {"sizeBytes": 1, "sha256": "0" * 64}}),
    "requestExport": ("mutation { requestExport { id } }", None),
    "rescore": ("mutation { rescore { id } }", None),
}


@pytest.fixture
def person(service, monkeypatch):
    """Somebody who may do each of them twice, and once more after an hour."""
    twice = {name: Allowance(name, 2, 3_600) for name in COSTLY}
    monkeypatch.setattr(allowances, "UPLOADS", twice["createUpload"])
    monkeypatch.setitem(work._ALLOWED, JobKind.EXPORT, twice["requestExport"])
    monkeypatch.setitem(work._ALLOWED, JobKind.RESCORE, twice["rescore"])
    somebody = service.person()
    somebody.ask("{ viewer { id } }")
    return somebody


@pytest.fixture
def finished(service):
    """Jobs that are over, so that another one is asked for, not the one that is under way."""
    return service.work


@pytest.mark.parametrize("name", COSTLY)
def test_one_too_many_is_refused_with_429_and_when_to_come_again(service, person, finished, name):
    for _ in range(2):
        person.ask(*COSTLY[name])
        finished()
    for accept in ("application/json", RESPONSE):
        answer = person.post(*COSTLY[name], accept=accept)
        assert answer.status_code == 429
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "RATE_LIMITED"
        assert 3_590 <= error["extensions"]["retryAfterS"] <= 3_600
        assert answer.headers["retry-after"] == str(error["extensions"]["retryAfterS"])
        assert "data" not in answer.json()
    service.person("another").ask(*COSTLY[name])


def test_a_profile_that_everything_is_scored_again_for_pays_as_a_rescore_does(person, finished):
    change = "mutation ($m: Float!) { updateProfile(input: {heightM: $m}) { __typename } }"
    for height_m in (1.60, 1.61):
        person.ask(change, {"m": height_m})
        finished()
    answer = person.post(change, {"m": 1.62})
    assert answer.status_code == 429
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert person.ask("{ viewer { profile { heightM } } }")["viewer"]["profile"] == {"heightM": 1.61}
    person.ask("mutation { updateProfile(input: {weightKg: 61}) { __typename } }")


def test_of_several_changes_each_is_told_by_its_path(service, person):
    """What came before it was done, so that the request as a whole was not refused."""
    twice = " ".join(f"{name}: createUpload(input: $input) {{ __typename }}" for name in "ab")
    person.ask(*COSTLY["createUpload"])
    answer = person.post(f"mutation ($input: CreateUploadInput!) {{ {twice} }}", COSTLY["createUpload"][1])
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["b"], "RATE_LIMITED")


def test_what_is_refused_for_its_input_takes_nothing(person):
    for _ in range(5):
        told = person.ask(UPLOAD, {"input": {"sizeBytes": 0, "sha256": "0" * 64}})
        assert told == {"createUpload": {"__typename": "InputRefused"}}
    person.ask(*COSTLY["createUpload"])


def test_asking_for_the_job_that_is_under_way_takes_nothing(person):
    asked = [person.ask(*COSTLY["rescore"])["rescore"]["id"] for _ in range(5)]
    assert len(set(asked)) == 1


def test_new_containers_know_of_it(service, person):
    for _ in range(2):
        person.ask(*COSTLY["createUpload"])
    allowances.forget()
    assert person.post(*COSTLY["createUpload"]).status_code == 429


def test_queries_write_nothing_and_read_no_bucket(service, told_requests):
    person = service.person()
    person.ask("{ viewer { id } }")
    told_requests.clear()
    person.ask("{ rateLimit { remaining } viewer { profile { sex } activities { nodes { id } } exports { id } } }")
    assert {operation for operation, _ in told_requests} <= {"Query", "GetItem", "BatchGetItem"}
    assert "Q#" not in str(told_requests)


def test_a_phone_may_send_five_years_of_recordings_at_once(service):
    assert allowances.UPLOADS.most >= 2_000
    use(replace(service.settings, points_per_s=0))
    assert rates.buckets() is None
