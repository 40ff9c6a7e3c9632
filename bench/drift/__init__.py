"""Texts that change under their tags, with each character's origin known: what the anchoring bench is made of."""
