"""Effects: what entering a status, or a deadline that has passed, does; one file a kind."""
