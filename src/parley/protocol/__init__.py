"""Every command, entity and frame on the wire as structs, and their JSON Schema. It imports nothing but msgspec."""
