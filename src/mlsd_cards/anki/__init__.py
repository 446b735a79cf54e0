"""Anki packages: note types, compiled notes, and a writer whose bytes depend on the decks alone."""
