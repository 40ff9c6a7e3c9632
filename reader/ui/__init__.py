"""The screen: the only room that imports Textual. Screens and widgets forward keys and paint; what they show is decided below."""
