"""An ecosystem to look at: invented organisations in real communes, and what four lists say of them."""
