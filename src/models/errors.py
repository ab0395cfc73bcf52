"""Everything of ours that can go wrong, in one tree.

::

    StridegraphError
    ├── Unauthenticated        no token, or one that proves nothing
    ├── InvalidInput           an argument that cannot be used: field and reason
    ├── BadCursor              a cursor that this list did not give to this person
    ├── NotFound               not there, or not yours: nobody can tell which
    ├── AccountClosed          the person's account is blocked, being deleted, or deleted
    ├── Conflict               the same key with other content
    ├── UnusableFile           a file that ends as FAILED: problem code and detail
    ├── RateLimited            asked too much for now: when to come again
    ├── SettingMissing         a setting that is needed and absent: its variable
    └── RetryLater             a fault of ours or of AWS; the same call may be made again
        └── ProfileChanged     what scores depend on is not what they were made by

Raised anywhere below, translated once at each edge: ``graph.errors`` for GraphQL, ``uploads.aws`` for upload states.
"""

from models.entities import Problem
from models.terms import AccountState, ProblemCode


class StridegraphError(Exception):
    """The root: ``code`` is stable and reaches the client in ``extensions.code``."""

    code = "INTERNAL"


class Unauthenticated(StridegraphError):
    """The request proves no person: ``reason`` says what was wrong with the token, never what was in it."""

    code = "UNAUTHENTICATED"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Not signed in: {reason}.")
        self.reason = reason


class AccountClosed(StridegraphError):
    """The token is good, but the account is not there any more: ``state`` says how far that is."""

    code = "ACCOUNT_CLOSED"

    def __init__(self, state: AccountState) -> None:
        super().__init__(f"This account is {state.lower()}.")
        self.state = state


class InvalidInput(StridegraphError):
    """An argument that cannot be used, by the name that the client knows."""

    code = "BAD_USER_INPUT"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}.")
        self.field = field
        self.reason = reason


class BadCursor(StridegraphError):
    """A cursor that was not made for this list of this person, by the argument that the client knows."""

    code = "BAD_CURSOR"

    def __init__(self, field: str = "after", reason: str = "not a cursor of this list") -> None:
        super().__init__(f"{field}: {reason}.")
        self.field = field
        self.reason = reason


class NotFound(StridegraphError):
    """Not there, or not yours."""

    code = "NOT_FOUND"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"No such {kind}.")
        self.kind = kind
        self.key = key


class Conflict(StridegraphError):
    """The key is taken by something else."""

    code = "CONFLICT"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}.")
        self.field = field
        self.reason = reason


class UnusableFile(StridegraphError):
    """A file that nothing can be made of; the upload ends as FAILED with this problem."""

    code = "UNUSABLE_FILE"

    def __init__(self, code: ProblemCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.problem = Problem(code, detail)


class RateLimited(StridegraphError):
    """The person asked for more than is answered for now: in ``retry_after_s`` whole seconds it will be."""

    code = "RATE_LIMITED"

    def __init__(self, retry_after_s: int, what: str = "requests") -> None:
        super().__init__(f"Too many {what}: try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class SettingMissing(StridegraphError):
    """A setting that this process needs and does not have."""

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not set.")
        self.variable = variable


class RetryLater(StridegraphError):
    """A fault that is not the caller's; the call changed nothing that a second one would repeat."""

    code = "RETRY_LATER"

    def __init__(self, what: str) -> None:
        super().__init__(f"Try again in a moment: {what}.")
        self.what = what


class ProfileChanged(RetryLater):
    """The profile that scores were made by is not the person's any more: nothing was written."""

    def __init__(self) -> None:
        super().__init__("the profile changed meanwhile")
