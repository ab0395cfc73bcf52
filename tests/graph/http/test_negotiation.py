"""Which media type an Accept header gets."""

import pytest

from graph.http.negotiation import MediaType, media_type_of
from graph.http.refusal import Refusal


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, MediaType.JSON),
        ("", MediaType.JSON),
        ("*/*", MediaType.JSON),
        ("application/*", MediaType.JSON),
        ("application/json", MediaType.JSON),
        ("Application/JSON", MediaType.JSON),
        ("application/graphql-response+json", MediaType.RESPONSE),
        ("application/graphql-response+json; charset=utf-8", MediaType.RESPONSE),
        ("application/graphql-response+json, application/json;q=0.9", MediaType.RESPONSE),
        ("application/graphql-response+json;q=0.5, application/json", MediaType.JSON),
        ("application/json, application/graphql-response+json", MediaType.RESPONSE),
        ("application/graphql-response+json, */*", MediaType.RESPONSE),
        ("application/json, */*;q=0.5", MediaType.JSON),
        ("application/json;q=0, */*", MediaType.RESPONSE),
        ("application/json;q=0, application/graphql-response+json;q=0.1", MediaType.RESPONSE),
        ("text/html, application/xhtml+xml, */*;q=0.8", MediaType.JSON),
    ],
)
def test_the_most_wanted_of_both_is_chosen(accept, media_type):
    assert media_type_of(accept) is media_type


@pytest.mark.parametrize(
    "accept",
    [
        "text/csv",
        "text/*",
        "application/json;q=0",
        "application/json;q=x",
        "application/json;q=7",
        "application/jsonx",
        "application/json; charset=latin-1",
        "application/json;q=0, application/graphql-response+json;q=0",
        ",;,",
    ],
)
def test_whoever_takes_neither_is_refused(accept):
    with pytest.raises(Refusal) as refused:
        media_type_of(accept)
    assert refused.value.status == 406
