"""What the service keeps: frozen records with their units in their names.

Lengths are metres, times seconds, speeds metres per second, cadence steps per minute (both feet), heart rate beats per
minute, angles degrees. ``step_length`` is one step, contact to contact. Missing is ``None``, never 0.
Instants are aware UTC; ``utc_offset_s`` is the clock the person saw.
"""

from models.entities.activities import Activity, ActivityMeta, Device, DeviceTotals, Edits
from models.entities.changes import Change
from models.entities.cohorts import CohortCounts, CohortName
from models.entities.detail import AXIS_NAMES, PREVIEW_POINTS, BestEffort, Detail, Lap, Preview, Split, Track
from models.entities.files import MAX_UPLOAD_BYTES, Problem, Skipped, Upload
from models.entities.form import (
    Brisk,
    ComparedWith,
    ComponentScore,
    Expected,
    Form,
    FormFigures,
    Score,
    ScoreCard,
    Session,
    SpeedBin,
    Stretch,
)
from models.entities.gear import Gear, KnownDevice
from models.entities.instants import EPOCH, epoch_ms, from_epoch_ms
from models.entities.intensity import BestMean, Histogram, Intensity, Load
from models.entities.jobs import Export, Rescore
from models.entities.pages import Page
from models.entities.people import Identity, Profile
from models.entities.totals import Amounts, PersonalBest, Totals

__all__ = [
    "AXIS_NAMES",
    "EPOCH",
    "MAX_UPLOAD_BYTES",
    "PREVIEW_POINTS",
    "Activity",
    "ActivityMeta",
    "Amounts",
    "BestEffort",
    "BestMean",
    "Brisk",
    "Change",
    "CohortCounts",
    "CohortName",
    "ComparedWith",
    "ComponentScore",
    "Detail",
    "Device",
    "DeviceTotals",
    "Edits",
    "Expected",
    "Export",
    "Form",
    "FormFigures",
    "Gear",
    "Histogram",
    "Identity",
    "Intensity",
    "KnownDevice",
    "Lap",
    "Load",
    "Page",
    "PersonalBest",
    "Preview",
    "Problem",
    "Profile",
    "Rescore",
    "Score",
    "ScoreCard",
    "Session",
    "Skipped",
    "SpeedBin",
    "Split",
    "Stretch",
    "Totals",
    "Track",
    "Upload",
    "epoch_ms",
    "from_epoch_ms",
]
