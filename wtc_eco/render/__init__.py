"""Answers as people read them: on the screen, in a sheet, on a map, in a report; it knows only Finding."""
