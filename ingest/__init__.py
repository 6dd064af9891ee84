"""A document to facts: read, outline, extract, names, check, build."""
