"""The measures of a series' frames: what the score is made of, and what can be told to a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from fgaesq_core.frames import Frame, picture
from fgaesq_core.technical.detail import Detail, detail, working
from fgaesq_core.technical.exposure import Exposure, exposure
from fgaesq_core.technical.sharpness import bands, focus
from fgaesq_core.technical.subject import subject


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of one frame, judged beside the other frames of its series.

    `sharpness`: of the subject, 0 (no fine detail) to 1. `motion`: octaves, 0 to 4, by which fine detail is more
    one-directional than in the least directional frame; 0 for a single one. `highlights`, `shadows`: share of clipped
    and of black pixels, 0 to 1. `exposure`: mean luma in EV from middle grey. `noise`: standard
    deviation in grey levels (of 255) at the working size. `headroom`: EV that the brightest 1 % stay below white.
    """

    sharpness: float
    motion: float
    highlights: float
    shadows: float
    exposure: float
    noise: float
    headroom: float


def measure(frames: Sequence[Frame]) -> tuple[Measures, ...]:
    """Measure the n >= 1 frames of one series, in their order.

    Frames are decoded one after the other, each callable once, and only small maps are kept. Raises ValueError for
    no frames, PictureError for one without pixels, and whatever a callable raises.
    """
    if not frames:
        raise ValueError("there must be at least one frame")
    details, exposures = zip(*[_look(frame) for frame in frames], strict=True)
    levelled = bands(details)
    weights = subject(levelled)
    found = [focus(frame, weights) for frame in levelled]
    steadiest = min(each.directional for each in found)
    return tuple(
        Measures(
            sharpness=each.sharpness,
            motion=each.directional - steadiest,
            highlights=light.highlights,
            shadows=light.shadows,
            exposure=light.mean,
            noise=frame.noise**0.5,
            headroom=light.headroom,
        )
        for each, frame, light in zip(found, levelled, exposures, strict=True)
    )


def _look(frame: Frame) -> tuple[Detail, Exposure]:
    image = working(picture(frame))
    return detail(image), exposure(image)
