"""Certificates, e-seals, their custody, signing and verifying (电子印章)."""
