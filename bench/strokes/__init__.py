"""Keys for each tagged passage: real passages, the program's own commands, and a peer's model of keys."""
