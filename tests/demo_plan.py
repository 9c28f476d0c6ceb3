"""The demo shoot on paper: which picture each scene is made from, how each frame went, when and with what."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.demo_lens import Blink, Blur, Defocus, Flown, Light, Push, Retouch, Shake, Spot, View


@dataclass(frozen=True, slots=True)
class Picture:
    """A source picture: file name without ending, and whom to thank."""

    stem: str
    title: str
    author: str
    licence: str
    package: str = "budgie-backgrounds"


@dataclass(frozen=True, slots=True)
class Shot:
    """One press of the shutter, against the scene's home view.

    `kind` says in a word how it went; `wait` is the pause in seconds since the frame before; `zoom` above 1 is closer.
    """

    kind: str
    dx: float = 0.0
    dy: float = 0.0
    turn: float = 0.0
    zoom: float = 1.0
    wait: float = 0.0
    blurs: tuple[Blur, ...] = ()
    pushes: tuple[Push, ...] = ()
    changes: tuple[Retouch, ...] = ()
    light: Light = field(default_factory=Light)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the camera wrote: lens, focal length in mm, exposure in seconds, f-number, ISO."""

    lens: str
    focal: float
    exposure: float
    aperture: float
    iso: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A series, bracket or single: its source, the home view and the frames in order.

    `taken` has an offset from UTC; `orientation` is how the file is stored (EXIF 1, 6 or 8); `first` is the number
    in the first file's name; `skips` counts the frames deleted in the camera before it.
    """

    name: str
    picture: Picture
    view: View
    taken: datetime
    settings: Settings
    shots: tuple[Shot, ...]
    portrait: bool = False
    orientation: int = 1
    skips: int = 0
    quality: int = 83


_CC0, _PD = "CC0 1.0", "Public domain"
_PARK = "work of the US federal government"

_SKYLINE = Picture("singaporean-cityscape", "Singaporean Cityscape", "Romain Guy", _CC0)
_TEA = Picture("tea-gardens", "Amidst the Tea Gardens", "Vivek Kumar", _CC0)
_SPICES = Picture("the-spices-of-life", "The Spices of Life", "Julius Enriquez", _CC0)
_DUNE = Picture("extreme-desert-hike", "Extreme Desert Hike", "Luca Zanon", _CC0)
_COURT = Picture("casa-mila", "Casa Milà", "Alexandre Perotto", _CC0)
_SEEDS = Picture("seeding", "seeding", "Clemens Engelhardt", _CC0, "lomiri-wallpapers-16.04")
_FLOWERS = Picture("blue-periwinkle", "Blue Periwinkle", "Noah Silliman", _CC0)
_HERON = Picture("pondering-heron", "Pondering Heron", "Campbell Jones", f"{_CC0}, public domain")
_ANHINGA = Picture("sunning-anhinga", "Sunning Anhinga", "Campbell Jones", f"{_CC0}, public domain")
_SHRIKE = Picture("perched-shrike", "Perched Shrike", "Campbell Jones", f"{_CC0}, public domain")
_LAKE = Picture("lake-sherburne", "Lake Sherburne", "Jacob W. Frank, National Park Service", f"{_PD} ({_PARK})")
_OSPREY = Picture("perched-osprey", "Perched Osprey", "Jacob W. Frank, National Park Service", f"{_PD} ({_PARK})")
_WREN = Picture("canyon-wren", "Canyon Wren", "Brad Sutton, National Park Service", f"{_PD} ({_PARK})")
_OTTERS = Picture("oakland-zoo-otters", "Oakland Zoo Otters", "Derrick Coetzee", _CC0)

_ZOOM, _TELE, _MACRO = "NIKKOR Z 24-120mm f/4 S", "NIKKOR Z 180-600mm f/5.6-6.3 VR", "NIKKOR Z MC 105mm f/2.8 VR S"

_HEAD = Spot(0.402, 0.25, 0.05, 0.09)  # the osprey's
_CREST = Spot(0.525, 0.315, 0.085, 0.14)  # the heron's
_NECK = Spot(0.44, 0.2, 0.08, 0.16)  # the anhinga's
_CLOCK = Spot(0.295, 0.32, 0.21, 0.36)  # the dandelion's
_BIRD = Spot(0.415, 0.31, 0.075, 0.17)  # the wren's
_WREN_GONE = Flown(
    outline=(
        *((1320, 930), (1345, 850), (1390, 750), (1415, 660), (1440, 580), (1480, 525), (1560, 510), (1690, 515)),
        *((1780, 490), (1825, 500), (1815, 535), (1720, 580), (1660, 660), (1635, 760), (1640, 990)),
    ),
    ground=(
        *((1200, 890), (1300, 896), (1345, 899), (1400, 909), (1450, 916), (1500, 924), (1550, 938), (1580, 951)),
        *((1610, 966), (1650, 979), (1700, 993)),
    ),
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _single(**light: float) -> tuple[Shot, ...]:
    return (Shot("single", light=Light(**light)),)


def _bracket() -> tuple[Shot, ...]:
    """Five steps of one stop from a tripod, in the camera's order: as measured, under, over."""
    steps = (0.0, -2.0, -1.0, 1.0, 2.0)
    return tuple(
        Shot("bracket", wait=0.34 if k else 0.0, light=Light(stops=stop, headroom=10.0)) for k, stop in enumerate(steps)
    )


SCENES: tuple[Scene, ...] = (
    Scene(
        "skyline",
        _SKYLINE,
        View(0.5, 0.5, 0.82),
        _at("2026-05-02T19:21:08.41+08:00"),
        Settings(_ZOOM, 49.0, 2.5, 8.0, 100),
        _single(noise=0.6),
    ),
    Scene(
        "tea",
        _TEA,
        View(0.5, 0.53, 0.86),
        _at("2026-05-04T07:48:51.07+05:30"),
        Settings(_ZOOM, 41.0, 1 / 320, 8.0, 200),
        _single(noise=0.6),
        skips=2,
        quality=82,
    ),
    Scene(
        "spices",
        _SPICES,
        View(0.49, 0.53, 0.72),
        _at("2026-05-06T10:12:33.62+04:00"),
        Settings(_ZOOM, 58.0, 1 / 60, 5.6, 400),
        (
            Shot("shake", 0.01, -0.01, 0.8, wait=0.0, blurs=(Shake(15, 35),)),
            Shot("defocus", -0.006, 0.008, -0.6, wait=0.72, blurs=(Defocus(5.0),)),
            Shot("best", wait=0.81, turn=0.2),
            Shot("under", 0.012, 0.004, 0.5, wait=0.66, light=Light(stops=-1.9, blue=1.06, noise=3.0)),
        ),
        skips=1,
        quality=82,
    ),
    Scene(
        "dune",
        _DUNE,
        View(0.46, 0.645, 0.62),
        _at("2026-05-07T17:05:12.18+04:00"),
        Settings(_TELE, 210.0, 1 / 1250, 8.0, 200),
        (
            Shot("near-tie", 0.014, 0.01, -0.7, blurs=(Defocus(1.3),)),
            Shot("best", wait=0.94, turn=0.1),
            Shot("over", -0.008, 0.006, 0.4, wait=0.88, light=Light(stops=1.35, headroom=1.4)),
            Shot("cut", 0.135, -0.005, -0.5, 1.08, wait=1.12),
        ),
        skips=3,
    ),
    Scene(
        "courtyard",
        _COURT,
        View(0.5, 0.5, 0.9),
        _at("2026-05-11T13:30:40.55+02:00"),
        Settings(_ZOOM, 24.0, 1 / 125, 8.0, 100),
        _bracket(),
        skips=1,
    ),
    Scene(
        "dandelion",
        _SEEDS,
        View(0.42, 0.44, 0.68),
        _at("2026-05-12T20:34:19.30+02:00"),
        Settings(_MACRO, 105.0, 1 / 640, 3.5, 200),
        (
            Shot("moved", 0.01, 0.004, 0.9, blurs=(Shake(13, 8, within=_CLOCK),), pushes=(Push(_CLOCK, 0.016, 0.003),)),
            Shot("near-tie", -0.012, 0.012, -0.4, wait=0.42, blurs=(Defocus(1.15),), pushes=(Push(_CLOCK, -0.006, 0),)),
            Shot("best", wait=0.38, turn=0.2),
            Shot("defocus", 0.006, -0.008, 0.5, wait=0.44, blurs=(Defocus(7.5),)),
        ),
        skips=2,
    ),
    Scene(
        "blossom",
        _FLOWERS,
        View(0.535, 0.49, 0.36),
        _at("2026-05-13T09:26:02.84+02:00"),
        Settings(_MACRO, 105.0, 1 / 200, 4.0, 400),
        (
            Shot("defocus", 0.008, 0.01, -1.4, wait=0.0, blurs=(Defocus(6.0),)),
            Shot("shake", -0.008, 0.004, 1.1, wait=1.05, blurs=(Shake(17, 70, 0.25),)),
            Shot("cut", -0.168, 0.02, 0.5, wait=1.18),
            Shot("best", wait=0.97, turn=-0.3),
        ),
        portrait=True,
        orientation=8,
        skips=1,
    ),
    Scene(
        "heron",
        _HERON,
        View(0.512, 0.5, 0.325),
        _at("2026-05-16T08:02:47.09-04:00"),
        Settings(_TELE, 600.0, 1 / 1000, 6.3, 640),
        (
            Shot("near-tie", 0.006, 0.012, 0.5, wait=0.0, blurs=(Defocus(1.2),), pushes=(Push(_CREST, -0.004, 0.006),)),
            Shot("best", turn=0.1, wait=0.15),
            Shot(
                "moved",
                -0.003,
                -0.006,
                -0.4,
                wait=0.14,
                blurs=(Shake(16, 22, within=_CREST),),
                pushes=(Push(_CREST, 0.012, 0.02),),
            ),
            Shot("over", 0.004, 0.004, 0.6, wait=0.15, light=Light(stops=1.5, headroom=1.4)),
        ),
        portrait=True,
        orientation=8,
        skips=4,
    ),
    Scene(
        "anhinga",
        _ANHINGA,
        View(0.47, 0.5, 0.33),
        _at("2026-05-16T08:31:15.73-04:00"),
        Settings(_TELE, 500.0, 1 / 800, 6.3, 500),
        (
            Shot("cut", 0.135, 0.0, 0.7),
            Shot("shake", 0.006, -0.005, -0.5, wait=0.21, blurs=(Shake(14, 160),)),
            Shot("defocus", -0.006, 0.006, 0.5, wait=0.2, blurs=(Defocus(4.2),), pushes=(Push(_NECK, 0.008, 0.004),)),
            Shot("best", wait=0.21),
        ),
        portrait=True,
        skips=1,
    ),
    Scene(
        "shrike",
        _SHRIKE,
        View(0.5, 0.54, 0.7),
        _at("2026-05-16T09:14:58.20-04:00"),
        Settings(_TELE, 600.0, 1 / 1600, 6.3, 800),
        _single(noise=1.2),
    ),
    Scene(
        "lake",
        _LAKE,
        View(0.45, 0.5, 0.74),
        _at("2026-05-20T16:40:05.91-06:00"),
        Settings(_ZOOM, 70.0, 1 / 500, 8.0, 100),
        (
            Shot("best", turn=0.0),
            Shot("tilt", 0.01, 0.0, 3.6, 1.12, wait=1.24),
            Shot("under", -0.012, 0.008, -0.3, wait=1.07, light=Light(stops=-1.8, blue=1.05, noise=2.5)),
        ),
        skips=5,
    ),
    Scene(
        "summit",
        _LAKE,
        View(0.33, 0.45, 0.28),
        _at("2026-05-20T16:52:27.66-06:00"),
        Settings(_TELE, 240.0, 1 / 800, 8.0, 160),
        _single(noise=0.8),
        portrait=True,
        orientation=6,
    ),
    Scene(
        "osprey",
        _OSPREY,
        View(0.475, 0.5, 0.7),
        _at("2026-05-21T11:17:36.48-06:00"),
        Settings(_TELE, 560.0, 1 / 1250, 6.3, 800),
        (
            Shot("defocus", 0.012, 0.01, 0.6, wait=0.0, blurs=(Defocus(3.6),)),
            Shot("shake", -0.008, 0.012, -0.5, wait=0.12, blurs=(Shake(12, 100, 0.3),)),
            Shot("cut", 0.19, 0.004, 0.8, 1.15, wait=0.13),
            Shot(
                "near-tie",
                0.004,
                -0.006,
                0.2,
                wait=0.12,
                blurs=(Defocus(0.9),),
                pushes=(Push(_HEAD, -0.003, 0.004),),
            ),
            Shot("best", wait=0.12, turn=-0.1),
            Shot(
                "blink",
                0.005,
                0.005,
                0.3,
                wait=0.13,
                pushes=(Push(_HEAD, 0.003, 0.008),),
                changes=(Blink(Spot(0.4057, 0.2426, 0.005, 0.0088), (124, 110, 102)),),
            ),
        ),
        skips=2,
    ),
    Scene(
        "wren",
        _WREN,
        View(0.48, 0.48, 0.64),
        _at("2026-05-22T09:48:24.35-06:00"),
        Settings(_TELE, 600.0, 1 / 1000, 6.3, 400),
        (
            Shot("defocus", -0.008, 0.006, 0.5, blurs=(Defocus(5.5, Spot(0.42, 0.34, 0.16, 0.4)),)),
            Shot("near-tie", 0.01, 0.014, -0.5, wait=0.1, blurs=(Defocus(1.1),), pushes=(Push(_BIRD, -0.003, 0.01),)),
            Shot("best", wait=0.11),
            Shot(
                "moved",
                0.003,
                -0.004,
                0.3,
                wait=0.1,
                blurs=(Shake(20, 150, 0.1, within=_BIRD),),
                pushes=(Push(_BIRD, -0.01, -0.012),),
            ),
            Shot("gone", -0.004, 0.006, 0.6, wait=0.11, changes=(_WREN_GONE,)),
        ),
        skips=1,
    ),
    Scene(
        "otters",
        _OTTERS,
        View(0.57, 0.5, 0.755),
        _at("2026-05-24T14:22:10.12-07:00"),
        Settings(_TELE, 320.0, 1 / 250, 6.3, 1600),
        (
            Shot("noise", 0.004, 0.002, 0.4, 1.02, light=Light(stops=-0.5, noise=9.0)),
            Shot("best", wait=0.48, turn=0.1),
            Shot("shake", 0.006, -0.004, -0.4, 1.03, wait=0.51, blurs=(Shake(13, 12),)),
            Shot("cut", 0.0, -0.03, 0.9, 1.45, wait=0.62),
            Shot(
                "blink",
                -0.004,
                0.002,
                0.3,
                1.02,
                wait=0.49,
                blurs=(Defocus(1.0),),
                changes=(Blink(Spot(0.3512, 0.3222, 0.0058, 0.0092), (128, 104, 92)),),
            ),
        ),
        skips=2,
        quality=82,
    ),
)
