"""The faces: the `kg` command, the chat page, and how answers look on them."""

import os

# Nobody's plugins take part here, and to look through all installed packages for them costs each start 9 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
