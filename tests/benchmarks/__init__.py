"""Benchmarks: each prints a ratio against a plain floor measured in the same process.

None of them is part of the suite's pass or fail: machines are noisy.
"""
