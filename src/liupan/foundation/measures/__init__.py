"""Named figures with formula, evidence and history (指标)."""
