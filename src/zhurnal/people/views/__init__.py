"""Pages about oneself: signing in and out, the profile, the settings of the view."""
