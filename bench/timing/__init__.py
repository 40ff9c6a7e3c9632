"""The parts of `latency.py`: a terminal to run programs in, the texts they show, the programs, the rows and the report."""
