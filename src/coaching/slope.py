"""What a slope costs, and what a pace on it would be on the level.

Minetti et al. 2002 (J Appl Physiol 93:1039) measured runners and walkers from -45 % to +45 % and gave the energy cost
of a metre, J/kg, as a polynomial of the slope. It is a fit, not the measurements: 3.6 on the level, where 3.40 were
measured running.
"""

from models.terms import Sport

# Highest power first; the last is the cost on the level.
COST_OF_RUNNING = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)
COST_OF_WALKING = (280.5, -58.7, -76.8, 51.9, 19.6, 2.5)
COSTS = {Sport.RUNNING: COST_OF_RUNNING, Sport.WALKING: COST_OF_WALKING}

# Nothing was measured beyond.
STEEPEST = 0.45

# Downhill costs half at best, but nobody runs twice as fast there: credit ends at this share. Ours, not Minetti's.
LEAST_SHARE = 0.6

# A slope is the altitude's difference over this way: shorter, and it is the altimeter's steps (0.2 m) or the
# satellites' wandering.
WINDOW_BAROMETRIC_M = 30.0
WINDOW_SATELLITE_M = 100.0

# Altitudes that lie more than so many windows apart say nothing of the ground between them.
LONGEST_BRIDGE_WINDOWS = 2.0

# Of the way, for which the slope has to be known; the rest counts as level.
KNOWN_SHARE = 0.9

# Nobody on foot rises or falls faster: it is 5 m/s down the steepest slope. Up, a vertical kilometre takes the best
# half an hour.
FASTEST_RISE_M_S = 2.0
