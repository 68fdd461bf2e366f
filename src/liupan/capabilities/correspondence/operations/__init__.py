"""Every write of `correspondence`, by the stage of a document it belongs to."""
