"""Supervision of key work (督查督办): decompose, hand over, track, verify, close, score."""
