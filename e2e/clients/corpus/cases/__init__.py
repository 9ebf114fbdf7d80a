"""The requests, one module a subject; every module of this folder is played."""

import importlib
import pkgutil

from ..scenario import Scenario


def subjects() -> dict[str, list[Scenario]]:
    """The scenarios of every module, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").scenarios() for name in names}
