"""Time: spans, opening hours, the wall clock, and moments as people type them."""
