"""Measurements: ratios within one run, because machines differ. Never part of the tests."""
