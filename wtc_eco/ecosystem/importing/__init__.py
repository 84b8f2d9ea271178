"""Lists and ties brought into the folder: what is new, what changed, what is gone."""
