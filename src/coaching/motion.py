"""What counts as moving, climbing and a standard distance: cited once, handed to the kernels as arguments."""

from models.terms import Sport

# Slower than 30 minutes a mile is standing for a runner, as on Strava (support article "Moving Time, Speed, and Pace
# Calculations"); a frail walker's pace, 0.4 m/s, is the limit of household walking (Perry 1995, Stroke 26:982).
MOVING_SPEED_M_S = {Sport.RUNNING: 0.9, Sport.WALKING: 0.4}

# Watches stop and start by themselves only after some seconds; shorter changes are noise of the speed.
MOVING_HOLD_S = 5.0

# The fastest stretch ever run was 12.3 m/s (Berlin 2009; Graubner & Nixdorf 2011, New Studies in Athletics 26:19).
FASTEST_ON_FOOT_M_S = 12.5

# Wheels within a walk or a run. Held for half a minute and more, too fast is: faster than 400 m at the world record; or
# without a step, for whom steps are counted otherwise, faster than the sport's speed here and than by half as much
# again as with steps (a sensor may fail, and its bearer run on). Who walks and jogs, or descends, stays below.
CARRIED_HOLD_S = 30.0
CARRIED_SPEED_M_S = 400.0 / 43.03
CARRIED_STEPLESS_M_S = {Sport.RUNNING: 5.0, Sport.WALKING: 3.5}
CARRIED_STEPLESS_SHARE = 1.5
# Of the time in motion, for which steps have to be counted before their absence tells anything.
STEPS_COUNTED_SHARE = 0.1
# Slower than any gait: a sensor that hears some of a vehicle's shaking, or lost contact.
LEAST_CADENCE_SPM = 60.0

# Speed from positions is the straight way across this time to either side.
SPEED_HALF_WIDTH_S = 3.0

# A receiver under open sky errs by some five metres (van Diggelen & Enge 2015, ION GNSS+, p. 361) that come and go
# within half a minute: whoever's mean position of half a minute stays behind that of the next by less than the slowest
# walk stands.
STANDING_HALF_WIDTH_S = 30.0

# A sample speaks for no longer than this; recorders that skip samples at will stay below it.
LONGEST_SILENCE_S = 15.0

# Turning points of the altitude. Barometers are smooth to some tenths of a metre, satellite altitude wanders by ten.
CLIMB_THRESHOLD_BAROMETRIC_M = 2.0
CLIMB_THRESHOLD_SATELLITE_M = 10.0
ALTITUDE_HALF_WIDTH_BAROMETRIC_S = 3.0
ALTITUDE_HALF_WIDTH_SATELLITE_S = 15.0

KILOMETER_M = 1000.0
MILE_M = 1609.344
HALF_MARATHON_M = 21_097.5
MARATHON_M = 42_195.0

# World Athletics' road and track distances and the mile; what is shorter says more of the receiver than of the runner.
# Efforts and bests are kept by their place in this list: only ever append to it.
BEST_EFFORT_DISTANCES_M = (
    400.0,
    800.0,
    KILOMETER_M,
    MILE_M,
    3_000.0,
    5_000.0,
    10_000.0,
    15_000.0,
    HALF_MARATHON_M,
    30_000.0,
    MARATHON_M,
    50_000.0,
    100_000.0,
)

# Nobody was faster: the men's world records and bests, seconds by metres (World Athletics, IAU for 50 and 100 km; 400 m
# van Niekerk 2016, 800 m Rudisha 2012, 1,000 m Ngeny 1999, mile El Guerrouj 1999, 3,000 m Ingebrigtsen 2024, 5,000 and
# 10,000 m Cheptegei 2020, half marathon Kiplimo 2025, marathon Kiptum 2023, 50 km Albertson 2022, 100 km Sorokin 2025).
# In between the shorter one's speed counts.
RECORDS_S = {
    400.0: 43.03,
    800.0: 100.91,
    KILOMETER_M: 131.96,
    MILE_M: 223.13,
    3_000.0: 437.55,
    5_000.0: 755.36,
    10_000.0: 1_571.0,
    HALF_MARATHON_M: 3_402.0,
    MARATHON_M: 7_235.0,
    50_000.0: 9_523.0,
    100_000.0: 21_560.0,
}
# The world record over 20 km of race walking is 1:16:10 (Yamanishi 2025), 4.38 m/s; who is faster does not walk.
FASTEST_WALK_M_S = 4.5

# About the accuracy of a wrist receiver; a track that needs more points than this is simplified further.
TRACK_TOLERANCE_M = 5.0
TRACK_MAX_POINTS = 2_000


def climb_threshold_m(speed_m_s: float, *, barometric: bool) -> float:
    """How high a leg of the altitude has to be to count as a climb.

    The air that somebody meets presses like v²/2g metres of altitude: with every turn against the wind that comes or
    goes. At 3 m/s it is half a metre, on a bicycle as much as a small hill.
    """
    if not barometric:
        return CLIMB_THRESHOLD_SATELLITE_M
    return max(CLIMB_THRESHOLD_BAROMETRIC_M, speed_m_s * speed_m_s / (2 * 9.81) + 0.5)


def fastest_m_s(distance_m: float, sport: Sport) -> float:
    """The speed that nobody has held over a distance of 400 m or more."""
    record_m = max(each for each in RECORDS_S if each <= distance_m)
    fastest = record_m / RECORDS_S[record_m]
    return min(fastest, FASTEST_WALK_M_S) if sport is Sport.WALKING else fastest
