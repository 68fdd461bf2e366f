"""Entrances of incoming documents."""
