"""Reports: figures over many leads, from what happened to each."""
