"""One source of an official document, laid out after GB/T 9704-2012 and measured again."""
