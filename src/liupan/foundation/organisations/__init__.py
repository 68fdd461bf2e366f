"""Divisions, units, posts and who holds them (组织机构)."""
