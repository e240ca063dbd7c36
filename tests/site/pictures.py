"""Takes the pictures of the README: a landing page on a phone and on a wide screen. Run by ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from browser import launched, served  # noqa: E402 - found through the line above

PAGE = "/help/medicare/kyphoplasty/step-therapy/"
PICTURES = {"landing-phone.png": (390, 844), "landing.png": (1000, 750)}
LARGEST = 150_000  # bytes: the README loads them


def take(folder: Path) -> None:
    """Take every picture into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(REPOSITORY) as address, launched() as browser:
        for name, (width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(address + PAGE)
            data = page.screenshot(path=folder / name)
            assert len(data) <= LARGEST, f"{name} has {len(data)} bytes"
            print(f"docs/pictures/{name}: {width} × {height}, {len(data):,} bytes")


if __name__ == "__main__":
    take(REPOSITORY / "docs" / "pictures")
