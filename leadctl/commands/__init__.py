"""One file, one command (or one noun): parse the words, call one action, print."""
