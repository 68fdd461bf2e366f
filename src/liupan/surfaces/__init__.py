"""Whole sites that compose offices."""
