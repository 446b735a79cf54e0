"""The mock interview, pure: its script, its clock, what happened in a session, and what that is worth."""
