"""Requests that are made to hurt: small to send, and dear to answer where nobody counts."""

import json
from dataclasses import dataclass, field
from typing import Any

from graph.http.asked import MAX_BODY_BYTES

COMPLEX, INVALID, LARGE = "TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED", "PAYLOAD_TOO_LARGE"
PARSE, INPUT, REQUEST = "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT", "BAD_REQUEST"
SESSION = "mutation ($i: LogSessionInput!) { logSession(input: $i) { __typename } }"
LIST = "activities(first: 100) { nodes { id name } }"


@dataclass(frozen=True)
class Attack:
    """A document with its variables, or a body of its own, and the code of its refusal."""

    name: str
    query: str
    code: str
    variables: dict[str, Any] = field(default_factory=dict)
    text: bytes = b""

    @property
    def body(self) -> bytes:
        return self.text or json.dumps({"query": self.query, "variables": self.variables}).encode()


def doubling(levels, spread):
    """Fragments, each of which spreads the next one so many times."""
    made = " ".join(f"fragment f{n} on User {{ {f'...f{n + 1} ' * spread} }}" for n in range(levels))
    return f"{{ viewer {{ ...f0 }} }} {made} fragment f{levels} on User {{ id }}"


def fan_out(levels):
    """Fields that hold each other, twice at every level."""
    inner = "id"
    for _ in range(levels):
        inner = f"a: possibleDuplicates {{ {inner} }} b: possibleDuplicates {{ id }}"
    return f"{{ viewer {{ activities {{ nodes {{ {inner} }} }} }} }}"


def many(count, text):
    """The text so many times, each with its number in place of the #."""
    return " ".join(text.replace("#", str(n)) for n in range(count))


def of_viewer(selected):
    return f"{{ viewer {{ {selected} }} }}"


def nested_lists(depth):
    return "{ viewer { activities(first: " + "[" * depth + "]" * depth + ") { nodes { id } } } }"


# The rows of the reference, then those that a prototype let run, then more of their kind.
ATTACKS = [
    Attack("1,000 aliases of a list", of_viewer(many(1_000, f"a#: {LIST}")), COMPLEX),
    Attack(
        "1,500 times one key, differing arguments",
        of_viewer(many(1_500, "a: activities(first: #) { nodes { id } }")),
        COMPLEX,
    ),
    Attack("3,000 duplicate fields", of_viewer("id " * 3_000), COMPLEX),
    Attack(
        "an unused fragment of 370 times one field",
        "fragment F on Run { " + "score{value} " * 370 + "} { __typename }",
        COMPLEX,
    ),
    Attack(
        "an unused fragment of 1,450 times one field",
        "fragment F on Run { " + "id " * 1_450 + "} { __typename }",
        COMPLEX,
    ),
    Attack(
        "59 fragments of one name, 20 times a field each",
        "fragment F on Run { "
        + "id " * 20
        + "} "
        + many(59, "fragment F on Run { id a: id id id }")
        + "{ __typename }",
        COMPLEX,
    ),
    Attack(
        "58 fragments in each of 8 merged fields",
        of_viewer(f"profile {{ {many(58, '...F#')} }} " * 8) + many(58, "fragment F# on Profile { sex }"),
        COMPLEX,
    ),
    Attack("20 times a field, below 20 times a field", of_viewer(f"profile {{ {'sex ' * 20} }} " * 20), COMPLEX),
    Attack(
        "500 fields of an input",
        f"mutation {{ updateProfile(input: {{ {many(450, 'a#: 1')} }}) {{ __typename }} }}",
        COMPLEX,
    ),
    Attack("450 arguments", of_viewer(f"profile({many(450, 'a#: 1')}) {{ sex }}"), COMPLEX),
    Attack("first: 5,000 digits", f"{{ viewer {{ activities(first: {'9' * 5_000}) {{ nodes {{ id }} }} }} }}", COMPLEX),
    Attack(
        "29 times 400 days of sums",
        of_viewer(many(29, 'a#: totals(unit: DAY, from: "2025-01-01", to: "2026-02-04") { count steps }')),
        COMPLEX,
    ),
    Attack("definitions of types", many(700, "scalar S#") + " { __typename }", INVALID),
    Attack("3,000 directives", of_viewer("id " + "@include(if: true) " * 3_000), COMPLEX),
    Attack("2,000 unknown fields", of_viewer(many(2_000, "x#")), COMPLEX),
    Attack("500 unused variables", f"query ({many(500, '$v#: Int')}) {{ __typename }}", COMPLEX),
    Attack("3,000 unknown directives", of_viewer("id " + many(3_000, "@d#")), COMPLEX),
    Attack("fragments that double, 20 levels", doubling(20, 2), COMPLEX),
    Attack("fields that fan out, 14 levels", fan_out(14), COMPLEX),
    Attack("900 nested inline fragments", "{ viewer { " + "... on User { " * 900 + "id" + " }" * 902, COMPLEX),
    Attack("a text of 1 MB, to be echoed", f'{{ node(id: "{"x" * 1_000_000}") {{ id }} }}', LARGE),
    Attack("400 operations", many(400, "query q# { viewer { id } }"), COMPLEX),
    Attack(
        "deep data, 30 levels",
        "{ viewer { activities { nodes { " + "previousComparable { " * 27 + "id" + " }" * 31,
        COMPLEX,
    ),
    Attack("a fragment that holds itself", "{ viewer { ...f } } fragment f on User { id ...f }", INVALID),
    Attack(
        "fragments that hold each other",
        "{ viewer { ...f } } fragment f on User { ...g } fragment g on User { ...f }",
        INVALID,
    ),
    Attack("a query of 5 MB", "{ " + "__typename " * 450_000 + "}", LARGE),
    Attack(
        "deep introspection", "{ __schema { types { " + "fields { type { " * 8 + "name" + " } }" * 8 + " } } }", COMPLEX
    ),
    Attack(
        "an introspection by each of 100 aliases", "{ " + many(100, "s#: __schema { types { name } }") + " }", COMPLEX
    ),
    Attack("first: 1000000", "{ viewer { activities(first: 1000000) { nodes { id } } } }", COMPLEX),
    Attack("first: -1", "{ viewer { activities(first: -1) { nodes { id } } } }", INPUT),
    Attack("a comment of 200 KB", "{ viewer { id } } #" + "x" * 200_000, COMPLEX),
    Attack(
        "first: 1000000 as a variable",
        "query ($n: Int!) { viewer { activities(first: $n) { nodes { id } } } }",
        COMPLEX,
        {"n": 10**6},
    ),
    Attack("first: 101", "{ viewer { activities(first: 101) { nodes { id } } } }", INPUT),
    Attack("lists within lists, 700 deep", nested_lists(700), COMPLEX),
    Attack("lists within lists, 150 deep", nested_lists(150), INVALID),
    Attack(
        "a variable that is 900 deep",
        "",
        "BAD_VARIABLES",
        text=json.dumps({"query": SESSION, "variables": {"i": 0}}).encode().replace(b"0", b"[" * 900 + b"]" * 900),
    ),
    Attack("a list of 10,000 values", "query ($a: [ID!]) { __typename }", INVALID, {"a": ["x"] * 10_000}),
    Attack(
        "an input of 10,000 values",
        SESSION,
        COMPLEX,
        {"i": {"exercises": ["x"] * 10_000}},
    ),
    Attack("60 KB of blanks", "{ __typename }".ljust(60_000), COMPLEX),
    Attack("a name of 40 KB", of_viewer("x" * 40_000), INVALID),
    Attack("an unclosed document", "{ a " + " b" * 1_490, PARSE),
    Attack("21 changes in one request", "mutation { " + many(21, "r#: rescore { id }") + " }", COMPLEX),
    Attack("JSON, 100,000 deep", "", REQUEST, text=b'{"query": ' + b"[" * 100_000),
    Attack(
        "an array of 1,000 operations",
        "",
        REQUEST,
        text=b"[" + b",".join([b'{"query": "{ viewer { id } }"}'] * 1_000) + b"]",
    ),
    Attack("a body that is too long", "", LARGE, text=b" " * (MAX_BODY_BYTES + 1)),
]
