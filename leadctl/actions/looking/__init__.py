"""Looking at leads: one, a list, the day, reports, exports; nothing is stored but the index."""
