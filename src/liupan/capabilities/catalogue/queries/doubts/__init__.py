"""Reads of doubts, and of corrections."""
