"""Measures the generator against Hugo and against the limit of writing files. See docs/benchmarks.md."""
