"""Pages on which documents are written, and what writing begins with is looked after."""
