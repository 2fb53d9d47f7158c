"""Use cases: load, decide, save. No click, no printing."""
