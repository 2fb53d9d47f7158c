"""Definitions as a whole: built, checked, compared, described, drawn, and played."""
