"""Static files under hashed names, imports between modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HouseStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites ``import "./x.js"`` as well, so that a new release never meets an old module."""

    support_js_module_import_aggregation = True
