"""Definitions as a whole: their tables, read, checked, compared, described, drawn, and played."""
