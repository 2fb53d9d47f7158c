"""Judging a move: what the definition says to it, and the way to a status."""
