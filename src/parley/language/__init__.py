"""Words of any script, and the language in which people search for them."""
