"""Which parts of an activity are scored: brisk walking and steady running, on the level."""

# Steeper than this the leg works otherwise: neither the norms nor the spring model hold (Meyer 2023).
LEVEL_GRADE = 0.03

# Brisk is moderate exercise: 100 steps a minute are 3 METs at any age (CADENCE-Adults, Tudor-Locke 2019), 5 km/h is
# where makers and guidelines begin to call it so.
BRISK_CADENCE_SPM = 100.0
BRISK_SPEED_M_S = 5 / 3.6
BRISK_LEAST_S = 60.0
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
