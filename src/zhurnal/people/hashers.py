"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at OWASP's floor: about 20 ms a sign-in on an old server, so that a morning's rush gets through.

    Django's own figures (100 MiB, eight lanes) let two cores serve ten sign-ins a second (security.md, SEC-42).
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
