"""Parts of pages as plain functions and small values; the template tags register them."""
