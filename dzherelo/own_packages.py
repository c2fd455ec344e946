"""Checks that the packages behind `dzherelo` are its own: a folder `index` beside a script may hide one of them."""

from importlib.util import find_spec
from pathlib import Path

_NAMES = ("index", "qa", "ui")


def check_own_packages() -> None:
    """ImportError that names what hides one of the packages."""
    for name in _NAMES:
        spec = find_spec(name)
        places = [Path(place) for place in (spec.submodule_search_locations or [spec.origin or ""])] if spec else []
        if not any(place.is_relative_to(Path(__file__).parents[1]) for place in places):
            found = places[0] if places else "nothing"
            raise ImportError(
                f"{found} hides the package {name} of Dzherelo. "
                f"Rename it, or run the script with python -P, which does not look for packages beside it",
                name=name,
            )
