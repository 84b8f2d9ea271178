"""One question a file; each answer is a Finding."""
