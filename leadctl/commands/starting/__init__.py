"""What there is before a command runs: its place in the table, its help, and the session."""
