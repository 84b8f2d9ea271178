"""The folder on a coordinator's desk: opened, filled, asked."""
