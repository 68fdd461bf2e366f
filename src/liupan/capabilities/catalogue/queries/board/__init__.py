"""Reads for the supervision board and the monthly notice."""
