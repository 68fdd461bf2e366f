"""Targets and key tasks of a plan; every target is a live figure (规划)."""
