"""Linked data (RDF): a graph, what it is written as, and how it is read."""
