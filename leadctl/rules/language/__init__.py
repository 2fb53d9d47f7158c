"""A definition as a value: its parts, its vocabulary, and what its names may refer to."""
