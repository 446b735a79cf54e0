"""Architecture drawings: one grid, drawn as a picture and as lines of text."""
