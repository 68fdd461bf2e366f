"""Dated tables of deadlines, codes and thresholds, with their legal source (规则集)."""
