"""Memory and scheduling, pure: the clock, the files and the database stay outside."""
