"""Article → mentions: finders behind one protocol, and the policies that join what they find."""
