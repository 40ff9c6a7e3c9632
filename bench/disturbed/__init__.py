"""What `faults.py` does to the program and to its store."""
