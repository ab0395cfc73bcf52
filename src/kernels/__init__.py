"""Numba kernels: arrays in, arrays or numbers out."""
