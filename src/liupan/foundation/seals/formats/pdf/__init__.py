"""PDF with PAdES signatures (ETSI EN 319 142-1, level B-B), and the SM2 signature beside it.

pyHanko takes a second to load: only what seals or verifies a PDF imports this room.
"""
