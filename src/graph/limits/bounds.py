"""How much one request may ask for, each limit with the reason for its size; ``docs/limits.md`` tells them to people.

The largest sensible documents were measured: everything of a run takes 330 tokens and 250 fields, everything of runs
and walks on one page about 700 tokens, everything of the person 170. A plain way down ends at the tenth field:
``viewer activities edges node previousComparable score advice exercises weakness key``.
"""

# Pretty-printed, a document of as many tokens as are allowed has little less.
MAX_DOCUMENT_CHARACTERS = 50_000
# Runs, walks and the person, everything at once, and half as much again; a parser needs 8 ms for them.
MAX_TOKENS = 1_500
MAX_DEPTH = 10
# A home screen has nine sums of three spans and three sports, twice the form and twice the bests: twice that.
MAX_ALIASES = 30
# Screens that leave parts out by @include do so for a handful of parts.
MAX_DIRECTIVES = 20
# The same answer key in one place: as many parts of a screen may each bring their own `id` and `__typename`.
MAX_DUPLICATES = 20
# Of all places of the document: twenty parts that have ten such fields. Validation compares each two.
MAX_PAIRS = 2_000
# Everything of runs and walks, fragments expanded.
MAX_SELECTED = 500
# Screens put together from fragments have some thirty.
MAX_FRAGMENTS = 60
# A tab of the playground sends all of its operations, and runs one.
MAX_OPERATIONS = 10
# Fields, inline fragments and fragments within each other.
MAX_NESTING = 40
# What asks for the schema has rules of its own: GraphiQL follows a type through nine wrappers.
MAX_INTROSPECTION_DEPTH = 16
# Lists of types within lists of types: schema, fields, arguments' types; a second round through `fields` is an attack.
MAX_INTROSPECTION_LISTS = 2
MAX_INTROSPECTIONS = 3
# Twenty exercises are the longest list that any field takes.
MAX_LIST = 100
# No number here has twenty; Python reads none of more than 4,300.
MAX_DIGITS = 40
# Of all variables together, lists and objects opened.
MAX_VALUES = 1_000

# Points: a hundred activities with two hundred fields each.
MAX_COST = 20_000
# Each of them is a change of its own.
MAX_CHANGES = 20

MAX_ERRORS = 5
# A refusal is a few sentences, whatever it refuses.
MAX_MESSAGE_BYTES = 240
# With what is around them, one kilobyte.
MAX_REFUSAL_BYTES = 850
MAX_ANSWER_BYTES = 4_000_000
# Lambda hands on 6,291,556 bytes: of an answer as a text within JSON, its quotes and backslashes escaped once more,
# with headers beside it. Compressed and as base64 an answer of the size above always has fewer.
MAX_ESCAPED_BYTES = 6_200_000

# Less than the function's own timeout: what cannot be answered in time is told so.
OPERATION_S = 18.0
# By then the table's requests have given up, and told of it, field by field.
GRACE_S = 0.5
