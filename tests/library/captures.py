"""Small builders of library values for tests."""

from pathlib import Path

from app.library.photo import Burst, Capture, CaptureTime, ScannedPhoto, Stamp


def capture(wall: float = 0.0, **changes: object) -> Capture:
    values: dict[str, object] = {"time": CaptureTime(wall, None, 0.01), "width": 600, "height": 400}
    return Capture(**(values | changes))  # type: ignore[arg-type]


def scanned(path: Path, content: str, *, mtime_ns: int = 1, wall: float = 0.0, **changes: object) -> ScannedPhoto:
    """A scanned photo of one file whose content is told by a word."""
    stamp = Stamp(len(content), mtime_ns, content.encode().ljust(16, b"."))
    return ScannedPhoto((path,), (stamp,), capture(wall, **changes))


def pair(jpeg: Path, raw: Path, content: str) -> ScannedPhoto:
    """A scanned RAW+JPEG pair."""
    one, other = scanned(jpeg, content + "-jpeg"), scanned(raw, content + "-raw")
    return ScannedPhoto((jpeg, raw), one.stamps + other.stamps, one.capture)


BURST = Burst(key="7", index=2, bracketed=True, reason="same camera burst")
