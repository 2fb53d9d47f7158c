"""The query language: which leads are wanted, in words that one types; read once, asked of each."""
