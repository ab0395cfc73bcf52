"""The four screens that servers are compared by: each an operation of the app, the same for every server."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bench import person

_LIST = """
query List($first: Int!) {
  viewer {
    activities(first: $first) {
      nodes {
        __typename id sport startedAt name distanceM movingS paceSPerKm averageHeartRateBpm averageCadenceSpm steps
        gear { id name }
        score { value version coverage }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
# As docs/home.graphql, of half a year.
_HOME = """
query Home($from: Date!, $to: Date!) {
  viewer {
    profile { firstWeekday locale }
    activities(first: 20) {
      nodes { id startedAt name distanceM movingS averageHeartRateBpm score { value } }
      pageInfo { hasNextPage endCursor }
    }
    totals(unit: WEEK, from: $from, to: $to) { from count distanceM movingS steps }
    personalBests { sport distanceM durationS achievedAt }
  }
}
"""
_DETAIL = """
query Detail($id: ID!) {
  activity(id: $id) {
    __typename id sport name startedAt distanceM elapsedS movingS paceSPerKm steps averageHeartRateBpm maxHeartRateBpm
    averageCadenceSpm ascentM descentM caloriesKcal
    device { name }
    splits {
      index distanceM elapsedS movingS averageHeartRateBpm averageCadenceSpm ascentM descentM gradeAdjustedPaceSPerKm
    }
    score {
      value version coverage
      components { key unit value points weight contribution expected { low typical high } }
    }
  }
}
"""
_SERIES = """
query Series($id: ID!, $channels: [SeriesChannel!]!) {
  activity(id: $id) {
    id
    series(channels: $channels, maxPoints: 1024) { points elapsedS channels { channel unit values } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """An operation with its variables."""

    name: str
    query: str
    variables: Mapping[str, Any]

    def body(self) -> bytes:
        """What a client posts."""
        return orjson.dumps({"query": self.query, "variables": self.variables})


def screens() -> list[Screen]:
    """All four, of the person's half year."""
    found = urlsafe_b64encode(f"Activity:{person.newest()}".encode()).decode().rstrip("=")
    channels = ["ALTITUDE_M", "SPEED_M_S", "HEART_RATE_BPM", "CADENCE_SPM", "POWER_W", "VERTICAL_OSCILLATION_MM"]
    half_year = {"from": str(person.FIRST_DAY), "to": str(person.LAST_DAY)}
    return [
        Screen("list of 20", _LIST, {"first": 20}),
        Screen("home screen", _HOME, half_year),
        Screen("detail", _DETAIL, {"id": found}),
        Screen("series of 6 x 1,000", _SERIES, {"id": found, "channels": channels}),
    ]
