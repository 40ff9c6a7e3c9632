"""The commands. Thin: each reads its words, calls a room, prints."""
