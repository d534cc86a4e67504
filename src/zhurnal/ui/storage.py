"""Static files under hashed names, compressed once when they are collected."""

from functools import cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Hashed names also inside the imports of ES modules, so that a browser may keep every file for ever."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The manifest is read once, here; a page names a dozen files of it.
        self.url = cache(super().url)
