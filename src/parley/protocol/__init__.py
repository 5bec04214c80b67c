"""Every command, entity and frame on the wire. Structs only: this package imports nothing but msgspec."""
