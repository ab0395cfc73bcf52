"""What was measured is kept by the profile of that moment, also where the person changed it meanwhile."""

from collections.abc import Callable

from models import users
from models.entities import Profile
from models.errors import ProfileChanged, RetryLater
from uploads.peers import percentiles_for
from uploads.ready import Ready, scored

_ROUNDS = 5


def kept[T](uid: str, made: Ready, profile: Profile, keep: Callable[[Ready, Profile], T]) -> T:
    """What ``keep`` answers; where it raises ProfileChanged, it is scored again from its form, and kept by that.

    Measuring takes minutes. A change of the profile has everything scored again, but that may be over before the
    activity is to be seen, and then nothing would ever look at its score again. Raises NotFound where the person is
    gone, RetryLater where the profile keeps changing.
    """
    for _ in range(_ROUNDS):
        try:
            return keep(made, profile)
        except ProfileChanged:
            profile = users.get_profile(uid, strong=True)
            made = scored(made, profile, percentiles_for, made.meta.activity.packed_scores)
    raise RetryLater("the profile keeps changing")
