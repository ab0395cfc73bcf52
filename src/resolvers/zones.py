"""Time in zones and load, of what is kept of an activity, by what its person's profile and best efforts say now."""

from collections.abc import Iterable
from dataclasses import dataclass

from coaching.load import load_later
from coaching.zones import HeartRateBounds, PaceBounds, heart_rate_bounds, pace_bounds, seconds_in
from models.entities import Activity, Histogram, Intensity, Load, PersonalBest, Profile
from models.terms import MissingReason

_OF_PROFILE = frozenset(
    {
        MissingReason.MAX_HEART_RATE_UNKNOWN,
        MissingReason.RESTING_HEART_RATE_UNKNOWN,
        MissingReason.SEX_UNSPECIFIED,
    }
)


@dataclass(frozen=True, slots=True)
class InZones[Bounds]:
    """Seconds below the first bound, and from each of them on to the next."""

    bounds: Bounds
    seconds: tuple[float, ...]


def heart_rate_zones(
    profile: Profile, activity: Activity, intensity: Intensity | None
) -> InZones[HeartRateBounds] | MissingReason:
    """For how long the heart beat in which zone of the person at the time; or why that cannot be told."""
    told = _told(intensity, "heart_rate_s", MissingReason.NO_HEART_RATE)
    bounds = heart_rate_bounds(profile, activity.local_start.date())
    if isinstance(told, MissingReason):
        return told
    return bounds if isinstance(bounds, MissingReason) else _laid(bounds, bounds.lows_bpm, told)


def pace_zones(
    activity: Activity, intensity: Intensity | None, bests: Iterable[PersonalBest]
) -> InZones[PaceBounds] | MissingReason:
    """For how long the person moved in which zone; or why that cannot be told."""
    stood = intensity is not None and intensity.grade_adjusted_missing is MissingReason.NOT_MOVING
    told = _told(intensity, "moving_speed_s", MissingReason.NOT_MOVING if stood else MissingReason.NO_DISTANCE)
    bounds = pace_bounds(activity.sport, bests)
    if isinstance(told, MissingReason):
        return told
    return bounds if isinstance(bounds, MissingReason) else _laid(bounds, bounds.lows_m_s, told)


def is_late(load: Load) -> bool:
    """Whether the profile lacked something when the activity was measured, which it may have by now."""
    return load.missing in _OF_PROFILE


def load(profile: Profile, activity: Activity, intensity: Intensity) -> Load:
    """The load as it was measured; one that the profile was too empty for, by the profile as it is now."""
    if not is_late(intensity.load) or intensity.heart_rate_s is None:
        return intensity.load
    return load_later(profile, activity.local_start.date(), intensity.heart_rate_s)


def _told(intensity: Intensity | None, name: str, otherwise: MissingReason) -> Histogram | MissingReason:
    if intensity is None:
        return MissingReason.OLDER_MEASURES
    found: Histogram | None = getattr(intensity, name)
    return found or otherwise


def _laid[Bounds](bounds: Bounds, lows: tuple[float, ...], histogram: Histogram) -> InZones[Bounds]:
    return InZones(bounds, tuple(seconds_in(histogram, lows)))
