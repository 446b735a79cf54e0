"""The terminal app. A sitting is a plain object (`sitting`); screens hand it keys and draw what it says."""
