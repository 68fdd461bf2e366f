"""The three administrators (三员管理台)."""
