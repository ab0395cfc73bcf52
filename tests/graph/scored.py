"""Walks and runs with a form and its scores, as the uploads function stores them."""

from dataclasses import replace
from datetime import date

from coaching.scores import card_of, score_of
from models.entities import Brisk, Detail, Form, FormFigures, Profile, Stretch
from models.scores import pack
from models.terms import MissingReason, SensorSite, Sex, Sport
from tests.models.builders import activity

# A woman whose 39th birthday is the day of the first of the activities.
BORN = date(1987, 5, 4)
WOMAN = Profile("", birth_date=BORN, sex=Sex.FEMALE, height_m=1.6)
TOLD = {"birthDate": BORN.isoformat(), "sex": "FEMALE", "heightM": 1.6}
# The screen of the talk: 7.2 km/h with 0.85 m a step.
BRISK = Brisk(
    duration_s=1080.0,
    distance_m=2160.0,
    segments=(Stretch(60.0, 600.0), Stretch(660.0, 1200.0)),
    steps=2541,
    speed_m_s=2.0,
    step_length_m=0.85,
    calories_kcal=112.4,
    heart_rate_bpm=128.3,
)
WALK = Form(
    Sport.WALKING,
    FormFigures(speed_m_s=2.0, cadence_spm=120 / 0.85, step_length_m=0.85),
    duration_s=1080.0,
    steps=2541,
    brisk=BRISK,
)
RUN = Form(
    Sport.RUNNING,
    FormFigures(
        speed_m_s=3.0,
        cadence_spm=168.0,
        step_length_m=3.0 * 60 / 168,
        vertical_oscillation_mm=88.0,
        vertical_ratio_pct=8.2,
        contact_ms=250.0,
        contact_balance_pct=50.8,
        step_time_cv_pct=2.5,
        pelvis_drop_deg=4.5,
    ),
    duration_s=1500.0,
    steps=4200,
    site=SensorSite.CHEST,
)
STROLL = Form(Sport.WALKING, missing=MissingReason.NO_BRISK_WALKING)


def scored(card, form, profile=WOMAN):
    """The card and the detail of an activity with this form, scored for a person."""
    score = score_of(form, profile, card.local_start.date())
    return replace(card, sport=form.sport, packed_scores=pack([card_of(score)])), Detail(form=form, scores=(score,))


def walk(n=0, form=WALK, profile=WOMAN, **changes):
    """The n-th activity as a walk, with its detail."""
    return scored(activity(n, **{"sport": Sport.WALKING, "steps": 2730, **changes}), form, profile)


def run(n=0, form=RUN, profile=WOMAN, **changes):
    """The n-th activity as a run, with its detail."""
    return scored(activity(n, **changes), form, profile)
