"""Speed and weight as ratios to what else one would use, measured in interleaved rounds: ``make bench``."""
