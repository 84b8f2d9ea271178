"""What a person puts right, by a command or in the register taken back from Excel."""
