"""Work over a whole project: its places, its articles, check, export."""
