"""Entrances of secrecy marks: one document's, and the register of state secrets."""
