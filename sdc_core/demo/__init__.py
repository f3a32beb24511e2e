"""A believable MSP that never existed: raw files of all four sources, and the truth kept apart.

`generator.generate` writes it; the same world serves the demo, the tests and the benchmarks. Only
this package reads `truth.json`.
"""
