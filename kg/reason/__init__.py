"""The operations on the graph, a module each."""
