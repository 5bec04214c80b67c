"""What happens by itself, while the server runs."""
