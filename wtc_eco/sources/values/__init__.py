"""Cells to values: phones, places, dates, options; one file a sort of value."""
