"""SM2, SM3, SM4, certificates and per-person keys (国密); no business."""
