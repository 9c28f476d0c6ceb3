"""All kinds of fault of the examination: those of training, and those that no training has seen."""

from collections.abc import Mapping
from types import MappingProxyType

from train.exam import blurs, files, framings, grains, lights
from train.synth.faults import CUT, OPTICAL, TILT, Fault

SEEN_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "framing": (TILT, CUT),
        "blur": ("missed focus", "defocus", "motion", "shake", "soft corners", "ghost"),
        "light": ("overexposure", "underexposure", "colour cast", "fading", "harsh tones", "fringes"),
        "noise": ("noise",),
        "file": ("sharpening", "compression"),
    }
)
"""The kinds that training makes, by what they have in common."""

UNSEEN_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "framing": ("askew", "covered"),
        "blur": ("gaussian", "polygon", "astigmatism", "jerk", "zoomed", "rolled", "focus before"),
        "light": ("haze", "flare", "vignette", "posterised"),
        "noise": ("banding", "salt and pepper", "chroma blotches"),
        "file": ("webp", "jpeg 2000", "saved often", "resampled"),
    }
)
"""The kinds that nothing may be trained on, by what they have in common."""

UNSEEN: tuple[str, ...] = tuple(kind for kinds in UNSEEN_GROUPS.values() for kind in kinds)

AIMS: Mapping[str, framings.Aim] = MappingProxyType({CUT: framings.cut, TILT: framings.tilt, "askew": framings.askew})
"""The faults of where the camera looks, in the order in which they are applied."""

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "covered": framings.covered,
        "haze": lights.haze,
        "gaussian": blurs.gaussian,
        "polygon": blurs.polygon,
        "astigmatism": blurs.astigmatism,
        "focus before": blurs.focus_before,
        "flare": lights.flare,
        "vignette": lights.vignette,
        "jerk": blurs.jerk,
        "zoomed": blurs.zoomed,
        "rolled": blurs.rolled,
        **OPTICAL,
        "banding": grains.banding,
        "salt and pepper": grains.salt_and_pepper,
        "chroma blotches": grains.chroma_blotches,
        "posterised": lights.posterised,
        "resampled": files.resampled,
        "webp": files.webp,
        "jpeg 2000": files.jpeg_2000,
        "saved often": files.saved_often,
    }
)
"""All other faults, in the order in which light meets them on its way from the scene to the file."""

KINDS: tuple[str, ...] = (*AIMS, *FAULTS)
"""All kinds by name, in the order in which they are applied."""
