"""What a planner asks of the house: whom to invite, who sits where, and what is kept of an event."""
