"""Document → Article: named rules, each leaving its edit in the receipt."""
