"""Networking events: whom to invite and why, who sits where, who met whom."""
