"""Which static files are served: of the npm packages only what our stylesheets ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFilesConfig(StaticFilesConfig):
    """collectstatic without scripts, weights and alphabets nobody uses; that saves ten seconds of the first start.

    A stylesheet that asks for one of them stops collectstatic with the name of the file.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        # django-htmx: extensions, and the coming major version
        "ext",
        "htmax-*",
        "htmx-4*",
        # @kern-ux/native: the web component breaks a strict Content-Security-Policy.
        "kern-kopfzeile.js",
        "noto-sans*",
        "*.scss",
        # @fontsource/source-serif-4: its own stylesheets, and files other than those of static/css/paper-fonts.css
        "[0-9]00*.css",
        "index*",
        "cyrillic*",
        "greek*",
        "latin*",
        "vietnamese*",
        "source-serif-4-[cgv]*",
        "source-serif-4-*-italic.*",
        "source-serif-4-*.woff",
    ]
