"""The two ways in, HTTP and WebSocket, and what they share."""
