"""Pages about single pupils of a journal: marks brought along, days of exemption."""
