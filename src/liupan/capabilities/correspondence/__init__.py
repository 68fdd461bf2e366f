"""Official documents (公文): what units send to and receive from each other."""
