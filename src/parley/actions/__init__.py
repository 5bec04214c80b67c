"""What can be done, a file a noun. The only code that writes and publishes."""
