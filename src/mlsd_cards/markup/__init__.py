"""Text of the decks: Markdown with maths and clozes, parsed once into tokens, drawn for each target."""
