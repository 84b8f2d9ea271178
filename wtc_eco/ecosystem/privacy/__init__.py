"""People apart from structures: whom one may write to, who objected, who is to be forgotten."""
