"""Pages of doubts and corrections."""
