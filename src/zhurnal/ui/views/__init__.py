"""Pages that belong to no room: errors, health, the components."""
