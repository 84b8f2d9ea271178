"""Whom to invite: who comes first, which meetings help, and the list that fits the seats."""
