"""Who sits where: tables and rounds in which nobody meets the same person twice."""
