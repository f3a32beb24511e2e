"""Weights of the linker, made from labelled queries; for developers, never part of a run."""
