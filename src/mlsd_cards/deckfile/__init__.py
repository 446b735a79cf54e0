"""Deck files: located YAML in, checked definitions out; every problem has file, line and column."""
