"""Finds in a text what should not go out with it (内容筛查)."""
