"""Web Push: RFC 8291 and RFC 8292 over `cryptography`, and the way to a push service."""
