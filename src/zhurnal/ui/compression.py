"""Pages go out compressed, at a level that an old server can pay for."""

from __future__ import annotations

import gzip
import secrets
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Django's level 6 takes 2.4 times as long for a journal of 26 × 40, and makes it 12 % smaller.
LEVEL = 3
# Below that Django decides; it leaves the smallest answers as they are.
LARGE = 2_000
_HEAD, _FLAGS, _HAS_NAME = 10, 3, 8  # of the format, RFC 1952


class CompressionMiddleware(GZipMiddleware):
    """Django's own middleware, but large answers are compressed at `LEVEL`.

    Like Django it puts a name of random length before them, so that the length of an answer tells nothing of
    what is in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the browser takes it."""
        if not isinstance(response, HttpResponse) or len(response.content) < LARGE:
            return super().process_response(request, response)
        if response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = _packed(response.content, self.max_random_bytes)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
            tag = response.headers.get("ETag", "")
            if tag.startswith('"'):
                response.headers["ETag"] = f"W/{tag}"
        return response


def _packed(content: bytes, most_random: int) -> bytes:
    packed = gzip.compress(content, LEVEL, mtime=0)
    name = b"a" * secrets.randbelow(most_random) + b"\0"
    return packed[:_FLAGS] + bytes([_HAS_NAME]) + packed[_FLAGS + 1 : _HEAD] + name + packed[_HEAD:]
