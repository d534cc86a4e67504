"""The panel of a column: what it is, what it weighs, what that would change."""
