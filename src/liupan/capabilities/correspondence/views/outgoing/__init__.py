"""Pages of outgoing documents: the list, the document with what can be done, its files."""
