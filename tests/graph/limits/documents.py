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
    """Of ten operations, each of 36 tokens and the values in two lists."""
    shares = [(count - 360) // 10 + (n < count % 10) for n in range(10)]
    return " ".join(f"query q{n} {{ {two_series(share)} }}" for n, share in enumerate(shares))


def two_series(values):
    lists = (" ".join(["CADENCE_SPM"] * half) for half in (values // 2, values - values // 2))
    both = " ".join(f"{name}: series(channels: [{each}]) {{ points }}" for name, each in zip("ab", lists, strict=True))
    return f'activity(id: "") {{ {both} }}'


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


def merged_duplicates(count):
    """The same, by fields that are merged."""
    halves = (count // 2, count - count // 2)
    return "{ viewer { " + " ".join(f"profile {{ {'sex ' * half} }}" for half in halves) + " } }"


def in_pairs(count):
    """Fields that make so many pairs."""
    made = ""
    for leaf in LEAVES:
        times = max(n for n in range(1, 21) if n * (n - 1) // 2 <= count)
        count, made = count - times * (times - 1) // 2, made + f"{leaf} " * times
    return made


def pairs(count):
    """Ten places that hold a field twenty times, and an eleventh with the rest."""
    more = in_pairs(count - 10 * 190)
    places = " ".join(f"p{n}: profile {{ {'sex ' * 20} }}" for n in range(10))
    return f"{{ viewer {{ {places} rest: profile {{ {more} }} }} }}"


def pairs_of_fragments(count):
    """Thirty fragments in each of four places, and the rest in a fifth."""
    spread = " ".join(f"...f{n}" for n in range(30))
    places = " ".join(f"p{n}: profile {{ {spread} }}" for n in range(4))
    made = " ".join(f"fragment f{n} on Profile {{ {LEAVES[n % 10]} }}" for n in range(30))
    # Thirty fragments are 435 pairs, and the ten fields in them, thrice each, 30 more.
    more = in_pairs(count - 4 * 465)
    return f"{{ viewer {{ {places} rest: profile {{ {more} }} }} }} {made}"


def digits(count):
    return f"{{ viewer {{ activities(first: {'1' * count}) {{ nodes {{ id }} }} }} }}"


def arguments(count):
    given = " ".join(f"a{n}: 1" for n in range(count))
    return f"{{ viewer {{ profile({given}) {{ sex }} }} }}"


def default(count):
    """A variable that has a list without being asked."""
    return f"query ($n: Int = [{'1 ' * count}]) {{ __typename }}"


def arguments_of_a_directive(count):
    given = " ".join(f"a{n}: 1" for n in range(count))
    return f"{{ __typename @include({given}) }}"


def fields_of_an_object(count):
    given = " ".join(f"a{n}: 1" for n in range(count))
    return f"mutation {{ updateProfile(input: {{ {given} }}) {{ __typename }} }}"


def hidden_duplicates(count):
    """The same, each in a fragment."""
    return f"{{ viewer {{ {'...f ' * count} }} }} fragment f on User {{ id }}"


def selected(count):
    """The viewer, the profile ten times, and the fields in it."""
    shares = [(count - 11) // 10 + (n < (count - 11) % 10) for n in range(10)]
    profiles = (f"p{n}: profile {{ {leaves(share)} }}" for n, share in enumerate(shares))
    return f"{{ viewer {{ {' '.join(profiles)} }} }}"


def spread(count):
    """A fragment of so many fields, in ten places."""
    places = " ".join(f"p{n}: profile {{ ...f }}" for n in range(10))
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
