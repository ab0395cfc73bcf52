"""A package of its own name: a distribution that tests need installs another one called `tests`."""
