"""Ask: who is asked, which list each is shown, in which words; and who still owes an answer."""
