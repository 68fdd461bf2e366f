"""Parcels: signed, encrypted packages between two Liupans or two network zones (跨网摆渡)."""
