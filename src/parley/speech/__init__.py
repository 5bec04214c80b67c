"""What the server says to people, in their language. English is the source, and what everything else falls back to."""
