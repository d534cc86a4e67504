"""Learning from closed periods: each part from its own data, every part centred on what was known before."""
