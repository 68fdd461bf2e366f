"""Roles, policies, secrecy levels and network zones (访问控制)."""
