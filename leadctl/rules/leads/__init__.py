"""A lead as a value: its fields, its events, the agents, and the forms it takes elsewhere."""
