"""All SQL, and the transactions around it."""
