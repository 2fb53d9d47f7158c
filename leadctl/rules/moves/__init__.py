"""Moves: judged, made, and made by itself; what they queue."""
