"""What can be done and with which keys: the one table of commands, keymaps over it, the user's settings."""
