"""Documents that hold so many of something, valid otherwise."""

LEAVES = (
    "birthDate",
    "sex",
    "heightM",
    "weightKg",
    "restingHeartRateBpm",
    "maxHeartRateBpm",
    "locale",
    "units",
    "firstWeekday",
    "wantedSport",
)


def leaves(count):
    """So many fields of a profile, none more than twenty times."""
    return " ".join(LEAVES[n % len(LEAVES)] for n in range(count))


def characters(count):
    return "{ __typename }".ljust(count)


def tokens(count):
    """Of ten operations, each of ten tokens and the fields in it."""
    shares = [(count - 100) // 10 + (n < count % 10) for n in range(10)]
    return " ".join(f"query q{n} {{ viewer {{ profile {{ {leaves(share)} }} }} }}" for n, share in enumerate(shares))


def depth(count):
    """A recording that is told twice may be told thrice."""
    inner = "id"
    for _ in range(count - 4):
        inner = f"possibleDuplicates {{ {inner} }}"
    return f"{{ viewer {{ activities {{ nodes {{ {inner} }} }} }} }}"


def aliases(count):
    return f"{{ viewer {{ {' '.join(f'a{n}: id' for n in range(count))} }} }}"


def directives(count):
    conditions = " ".join("id @include(if: true)" for _ in range(count - 2))
    return f"{{ viewer @skip(if: false) {{ {conditions} }} __typename @include(if: true) }}"


def duplicates(count):
    return f"{{ viewer {{ {'id ' * count} }} }}"


def hidden_duplicates(count):
    """The same, each in a fragment."""
    return f"{{ viewer {{ {'...f ' * count} }} }} fragment f on User {{ id }}"


def selected(count):
    """The viewer, the profile four times, and the fields in it."""
    shares = [(count - 5) // 4 + (n < (count - 5) % 4) for n in range(4)]
    profiles = (f"p{n}: profile {{ {leaves(share)} }}" for n, share in enumerate(shares))
    return f"{{ viewer {{ {' '.join(profiles)} }} }}"


def spread(count):
    """A fragment of so many fields, in three places."""
    places = " ".join(f"p{n}: profile {{ ...f }}" for n in range(3))
    return f"{{ viewer {{ {places} }} }} fragment f on Profile {{ {leaves(count)} }}"


def fragments(count):
    spread = " ".join(f"...f{n}" for n in range(count))
    made = " ".join(f"fragment f{n} on Profile {{ {LEAVES[n % len(LEAVES)]} }}" for n in range(count))
    return f"{{ viewer {{ profile {{ {spread} }} }} }} {made}"


def operations(count):
    return " ".join(f"query q{n} {{ __typename }}" for n in range(count))


def nesting(count):
    return "{ " + "... { " * (count - 1) + "__typename" + " }" * count


def nesting_by_fragments(count):
    made = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(count - 2))
    return f"{{ ...f0 }} {made} fragment f{count - 2} on Query {{ __typename }}"


def introspected(count):
    return '{ __type(name: "User") { ' + "ofType { " * (count - 1) + "name" + " }" * (count + 1)


def lists_of_types(count):
    return '{ __type(name: "User") { ' + "fields { type { " * count + "name" + " } }" * count + " } }"


def introspections(count):
    return f"{{ {' '.join(f's{n}: __schema {{ queryType {{ name }} }}' for n in range(count))} }}"


def values(count):
    keys = ", ".join('"a"' for _ in range(count))
    return (
        f'mutation {{ logSession(input: {{day: "2026-11-29", exercises: [{keys}], effort: EASY}}) {{ __typename }} }}'
    )


def changes(count):
    return f"mutation {{ {' '.join(f'r{n}: rescore {{ id }}' for n in range(count))} }}"


def hidden_changes(count):
    return (
        f"mutation {{ {'...f ' * (count - 1)} other: rescore {{ id }} }} fragment f on Mutation {{ rescore {{ id }} }}"
    )
