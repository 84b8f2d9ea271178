"""What is in doubt, why, and the last word that a person has on it."""
