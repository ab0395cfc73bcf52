"""What a person tells of themselves."""

from datetime import date
from typing import Any

import strawberry

from graph.types.enums import Locale, Sex, Sport, Units, Weekday
from graph.types.form_enums import RunGoal
from models.entities import Profile


@strawberry.type(name="Profile", description="What the measures and the norms need to know of a person.")
class ProfileType:
    birth_date: date | None = strawberry.field(description="Date of birth.")
    sex: Sex = strawberry.field(description="Which norms to compare with.")
    height_m: float | None = strawberry.field(description="Height, m.")
    weight_kg: float | None = strawberry.field(description="Weight, kg.")
    resting_heart_rate_bpm: int | None = strawberry.field(description="Resting heart rate, beats per minute.")
    max_heart_rate_bpm: int | None = strawberry.field(description="Maximum heart rate, beats per minute.")
    locale: Locale = strawberry.field(description="Language of sentences.")
    units: Units = strawberry.field(description="How an app should show lengths.")
    first_weekday: Weekday = strawberry.field(description="First day of the week.")
    wanted_sport: Sport | None = strawberry.field(
        description="The sport to be coached in: `bodyProgram` works on its weaknesses alone, where it has any."
    )
    run_goal: RunGoal | None = strawberry.field(
        description="What the person runs for. `bodyProgram` weighs by it; scores do where they are asked for with it."
    )


def _optional(description: str) -> Any:
    return strawberry.field(description=f"{description} Absent: unchanged; null: cleared.", default=strawberry.UNSET)


def _reset(description: str) -> Any:
    return strawberry.field(
        description=f"{description} Absent: unchanged; null: the default again.", default=strawberry.UNSET
    )


@strawberry.input(description="Fields of the profile to change; every other one stays as it is.")
class UpdateProfileInput:
    birth_date: date | None = _optional("Date of birth.")
    sex: Sex | None = _reset("Which norms to compare with.")
    height_m: float | None = _optional("Height, 0.5 to 2.5 m.")
    weight_kg: float | None = _optional("Weight, 20 to 300 kg.")
    resting_heart_rate_bpm: int | None = _optional("Resting heart rate, 25 to 120 beats per minute.")
    max_heart_rate_bpm: int | None = _optional("Maximum heart rate, 80 to 240 beats per minute.")
    locale: Locale | None = _reset("Language of sentences.")
    units: Units | None = _reset("How an app should show lengths.")
    first_weekday: Weekday | None = _reset("First day of the week.")
    wanted_sport: Sport | None = _optional("The sport to be coached in.")
    run_goal: RunGoal | None = _optional("What to run for.")

    def changes(self) -> dict[str, Any]:
        """The fields that were given, null among them."""
        return {name: value for name, value in vars(self).items() if value is not strawberry.UNSET}


def profile_type(profile: Profile) -> ProfileType:
    return ProfileType(
        birth_date=profile.birth_date,
        sex=profile.sex,
        height_m=profile.height_m,
        weight_kg=profile.weight_kg,
        resting_heart_rate_bpm=profile.resting_heart_rate_bpm,
        max_heart_rate_bpm=profile.max_heart_rate_bpm,
        locale=profile.locale,
        units=profile.units,
        first_weekday=profile.first_weekday,
        wanted_sport=profile.wanted_sport,
        run_goal=profile.run_goal,
    )
