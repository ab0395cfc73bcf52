"""Which parts of an activity are scored: brisk walking and steady running, on the level."""

from models.terms import Sport

# Steeper than this the leg works otherwise: neither the norms nor the spring model hold (Meyer 2023).
LEVEL_GRADE = 0.03
# Satellite altitude wanders: it tells a slope over this way alone, and by no less than it wanders there.
SLOPE_WINDOW_SATELLITE_M = 300.0
SLOPE_DOUBT_SATELLITE_M = 5.0

# A step of another length was none: strides taken for steps, steps that nobody counted, or a way by wheels. Race
# walkers reach 1.3 m, runners at 6.5 m/s 2.4 m.
STEP_LENGTHS_M = {Sport.WALKING: (0.2, 1.3), Sport.RUNNING: (0.3, 2.4)}

# A recorder that writes more seldom than each 15 s as a rule is not silent for half as long again as that, up to this.
LONGEST_STEP_S = 60.0

# Brisk is moderate exercise: 100 steps a minute are 3 METs at any age (CADENCE-Adults, Tudor-Locke 2019), 5 km/h is
# where makers and guidelines begin to call it so.
BRISK_CADENCE_SPM = 100.0
BRISK_SPEED_M_S = 5 / 3.6
BRISK_LEAST_S = 60.0
# Steps at this speed and below are quick, and no brisk walking: a sensor that counts double, or shuffling.
BRISK_SLOWEST_M_S = 0.8
# People change into a run at 2.0 to 2.2 m/s (Hreljac 1993, Med Sci Sports Exerc 25:1158); whoever walks for sport goes
# on a little longer. What is faster within a walk was run.
WALKING_FASTEST_M_S = 2.5
# A kerb, somebody in the way: shorter dips are part of a brisk stretch, shorter spurts make none.
BRISK_HOLD_S = 5.0

# Slower is walking, faster no steady run. The first minutes are warming up, also those after a long rest.
STEADY_SPEEDS_M_S = (1.5, 6.5)
STEADY_AFTER_S = 180.0
LONG_REST_S = 300.0
STEADY_LEAST_STEPS = 200
# Where nothing counts steps, the time that so many take at a slow cadence.
STEADY_LEAST_S = 80.0

# The form of a run by its speed: bins of this width, of this duration at least.
SPEED_BIN_M_S = 0.5
SPEED_BIN_LEAST_S = 60.0
