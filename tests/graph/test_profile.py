"""The profile: partial updates, and problems that name their field."""

import pytest

UPDATE = """
mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  __typename
  ... on ProfileUpdated { profile { birthDate sex heightM weightKg restingHeartRateBpm maxHeartRateBpm locale units
    firstWeekday wantedSport } }
  ... on InputRefused { problems { field code message } }
} }
"""
PROFILE = "{ viewer { profile { heightM weightKg locale units firstWeekday sex wantedSport } } }"


def update(person, **changes):
    return person.ask(UPDATE, {"input": changes})["updateProfile"]


def test_a_new_person_has_defaults_and_nothing_invented(service):
    assert service.person().ask(PROFILE)["viewer"]["profile"] == {
        "heightM": None,
        "weightKg": None,
        "locale": "EN",
        "units": "METRIC",
        "firstWeekday": "MONDAY",
        "sex": "UNSPECIFIED",
        "wantedSport": None,
    }


def test_only_the_named_fields_change_and_null_clears(service):
    person = service.person()
    everything = {
        "birthDate": "1987-04-05",
        "sex": "FEMALE",
        "heightM": 1.6,
        "weightKg": 54.5,
        "restingHeartRateBpm": 52,
        "maxHeartRateBpm": 188,
        "locale": "JA",
        "units": "IMPERIAL",
        "firstWeekday": "SUNDAY",
        "wantedSport": "WALKING",
    }
    assert update(person, **everything)["profile"] == everything
    assert update(person, weightKg=55)["profile"] == {**everything, "weightKg": 55}
    assert update(person, weightKg=None, wantedSport=None)["profile"] == {
        **everything,
        "weightKg": None,
        "wantedSport": None,
    }
    assert update(person)["profile"]["heightM"] == 1.6


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"heightM": 160}, ["heightM"]),
        ({"heightM": 0}, ["heightM"]),
        ({"weightKg": 19.9}, ["weightKg"]),
        ({"maxHeartRateBpm": 300, "restingHeartRateBpm": 10}, ["restingHeartRateBpm", "maxHeartRateBpm"]),
        ({"birthDate": "2999-01-01"}, ["birthDate"]),
        ({"birthDate": "1850-01-01"}, ["birthDate"]),
        ({"restingHeartRateBpm": 110, "maxHeartRateBpm": 100}, ["restingHeartRateBpm"]),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_changes(service, changes, fields):
    person = service.person()
    refused = update(person, **changes, locale="JA")
    assert refused["__typename"] == "InputRefused"
    assert [problem["field"] for problem in refused["problems"]] == fields
    assert person.ask(PROFILE)["viewer"]["profile"]["locale"] == "EN"


def test_a_heart_rate_is_checked_against_the_stored_other_one(service):
    person = service.person()
    update(person, maxHeartRateBpm=100)
    refused = update(person, restingHeartRateBpm=105)
    assert [problem["code"] for problem in refused["problems"]] == ["INCONSISTENT"]
