"""Pages of the supervision board, of monthly notices, of the lineage picture."""
