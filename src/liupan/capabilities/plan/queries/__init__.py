"""Reads of the plan office, by subject. What is in force is public."""
