"""Entrances of the office's own pages."""
