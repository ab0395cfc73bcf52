"""Hypothesis for kernels: no clock (a busy machine is no fault), and short enough to run without compiled code."""

from hypothesis import settings

settings.register_profile("kernels", deadline=None, max_examples=60)
settings.load_profile("kernels")
