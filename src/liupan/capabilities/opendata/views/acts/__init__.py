"""Entrances of what the public does."""
