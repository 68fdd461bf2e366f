"""Machines: API root, OpenAPI, foreign interfaces (接口网关)."""
