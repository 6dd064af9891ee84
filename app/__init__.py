"""The faces: the `kg` command, the chat page, and how answers look on them."""
