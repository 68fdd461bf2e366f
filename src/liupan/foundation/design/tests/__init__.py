"""Proof that the design service does what it says."""
