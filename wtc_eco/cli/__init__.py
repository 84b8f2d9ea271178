"""The command line: words in, words and exit codes out; all it does goes through the public API."""
