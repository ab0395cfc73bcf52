"""Other estimates of the maximal heart rate beside Tanaka's, which the zones use (``coaching.zones``).

Women: Gulati et al. 2010, Circulation 122:130 (5,437 women). Both sexes: Nes et al. 2013, Scand J Med Sci Sports 23:697
(3,320 people). Each errs by about 11 bpm in one person of three.
"""


def gulati_bpm(age_years: float) -> float:
    """The maximal heart rate that women of an age have on average."""
    return 206 - 0.88 * age_years


def nes_bpm(age_years: float) -> float:
    """The maximal heart rate that people of an age have on average; standard error 10.8 bpm."""
    return 211 - 0.64 * age_years
