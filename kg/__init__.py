"""The library: a knowledge base on disk, questions asked of it, and answers that cite their lines."""
