"""What talks to other systems. Each part is imported only by a server that is set up to use it."""
