"""git, the way to share a book: the driver, sync, published claims. No other code runs git."""
