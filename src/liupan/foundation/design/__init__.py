"""Layouts, components, list pages and front-end assets; no tables."""
