"""Measures, printed and never asserted; docs/performance.md holds what they printed and where."""
