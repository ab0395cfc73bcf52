import pytest

from coaching.springmass import leg_spring, spring_mass


@pytest.mark.parametrize(
    ("runner", "force", "sinking", "vertical", "compression", "leg", "oscillation", "duty"),
    [
        ((70, 3.33, 0.25, 0.10, 1.75), 1510.13, 0.0600, 25.18, 0.1586, 9.520, 0.0722, 0.3571),
        ((60, 4.0, 0.22, 0.12, 1.70), 1428.88, 0.0574, 24.88, 0.1722, 8.299, 0.0751, 0.3235),
    ],
)
def test_the_equations_of_the_paper(runner, force, sinking, vertical, compression, leg, oscillation, duty):
    found = spring_mass(*runner)
    assert found.force_n == pytest.approx(force, abs=0.005)
    assert found.sinking_m == pytest.approx(sinking, abs=5e-5)
    assert found.vertical_kn_m == pytest.approx(vertical, abs=0.005)
    assert found.leg_compression_m == pytest.approx(compression, abs=5e-5)
    assert found.leg_kn_m == pytest.approx(leg, abs=5e-4)
    assert found.oscillation_m == pytest.approx(oscillation, abs=5e-5)
    assert found.duty_factor == pytest.approx(duty, abs=5e-5)
    assert not found.grounded


def test_no_flight_is_a_grounded_run():
    found = spring_mass(70, 2.0, 0.36, -0.02, 1.75)
    assert found.grounded
    assert found.force_n == pytest.approx(spring_mass(70, 2.0, 0.36, 0.0, 1.75).force_n)
    assert found.duty_factor == pytest.approx(0.36 / 0.68)


def test_a_foot_that_would_reach_further_than_the_leg_is_long_has_no_model():
    assert spring_mass(70, 6.5, 0.30, 0.05, 1.70) is None


@pytest.mark.parametrize(("contact_s", "spring"), [(0.240, 15), (0.300, 9.5)])
def test_the_stiffness_without_unit_of_the_reference(contact_s, spring):
    assert leg_spring(3.0, contact_s, 170, 1.70) == pytest.approx(spring, abs=0.3)


def test_the_mass_cancels():
    for weight in (45, 95):
        model = spring_mass(weight, 3.2, 0.25, 60 / 168 - 0.25, 1.68)
        told = model.leg_kn_m * 1000 * 0.53 * 1.68 / (weight * 9.81)
        assert leg_spring(3.2, 0.25, 168, 1.68) == pytest.approx(told)


def test_a_contact_that_is_too_long_for_the_leg_is_as_soft_as_can_be_and_not_unknown():
    """5.5 m/s in contacts of 289 and 290 ms, by somebody of 1.50 m: the leg ends between them."""
    springs = [leg_spring(5.5, contact_ms / 1000, 180.0, 1.50) for contact_ms in (288, 289, 290, 291, 400)]
    assert springs == sorted(springs, reverse=True)
    assert all(0 < spring < 2 for spring in springs)
