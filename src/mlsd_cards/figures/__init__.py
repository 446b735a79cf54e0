"""Charts as data, drawn as text for a terminal or as SVG for a page; each can also be read as a table."""
