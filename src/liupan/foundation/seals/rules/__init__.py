"""What may happen to seals, requests, pictures and certificates; pure."""
