"""The answers of a survey brought into the folder, and whose they are."""
