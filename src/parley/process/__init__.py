"""How a process starts, runs beside others and leaves."""
