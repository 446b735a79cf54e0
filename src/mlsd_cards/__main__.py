"""`python -m mlsd_cards` is `mlsd`."""

from mlsd_cards.cli import main

main()
