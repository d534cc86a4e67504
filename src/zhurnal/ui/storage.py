"""Static files under hashed names, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Hashed names also inside the imports of ES modules, so that a browser may keep every file for ever."""

    support_js_module_import_aggregation = True
