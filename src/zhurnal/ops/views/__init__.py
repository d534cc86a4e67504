"""Pages for the person who keeps the installation running."""
