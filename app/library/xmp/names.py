"""The names of XMP that are ours to read and write, each a namespace and a local name."""

from typing import NamedTuple


class Name(NamedTuple):
    """An XML name; `space` is empty where there is no namespace."""

    space: str
    local: str


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
DYNAMIC_MEDIA = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
DIGIKAM = "http://www.digikam.org/ns/1.0/"
DARKTABLE = "http://darktable.sf.net/"
PHOTO_MECHANIC = "http://ns.camerabits.com/photomechanic/1.0/"
MICROSOFT = "http://ns.microsoft.com/photo/1.0/"
ACDSEE = "http://ns.acdsee.com/iptc/1.0/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
LIGHTROOM = "http://ns.adobe.com/lightroom/1.0/"

PREFIXES = {
    XMP: "xmp",
    DYNAMIC_MEDIA: "xmpDM",
    PHOTOSHOP: "photoshop",
    DIGIKAM: "digiKam",
    DARKTABLE: "darktable",
    PHOTO_MECHANIC: "photomechanic",
    MICROSOFT: "MicrosoftPhoto",
    ACDSEE: "acdsee",
}

ROOT = Name(RDF, "RDF")
DESCRIPTION = Name(RDF, "Description")
NODE = Name(RDF, "nodeID")
ITEM = Name(RDF, "li")
VALUE = Name(RDF, "value")
CONTAINERS = frozenset((Name(RDF, "Bag"), Name(RDF, "Seq"), Name(RDF, "Alt")))

RATING = Name(XMP, "Rating")
LABEL = Name(XMP, "Label")
METADATA_DATE = Name(XMP, "MetadataDate")
PICK = Name(DYNAMIC_MEDIA, "pick")
GOOD = Name(DYNAMIC_MEDIA, "good")
LABEL_COLOUR = Name(PHOTOSHOP, "LabelColor")
PICK_LABEL = Name(DIGIKAM, "PickLabel")
COLOUR_LABEL = Name(DIGIKAM, "ColorLabel")
COLOUR_LABELS = Name(DARKTABLE, "colorlabels")
COLOUR_CLASS = Name(PHOTO_MECHANIC, "ColorClass")
TAGGED = Name(PHOTO_MECHANIC, "Tagged")
PREFERENCES = Name(PHOTO_MECHANIC, "Prefs")
MICROSOFT_RATING = Name(MICROSOFT, "Rating")
ACDSEE_RATING = Name(ACDSEE, "rating")
SUBJECT = Name(DUBLIN_CORE, "subject")
HIERARCHY = Name(LIGHTROOM, "hierarchicalSubject")
TAGS = Name(DIGIKAM, "TagsList")

OURS = frozenset(
    {RATING, LABEL, METADATA_DATE, PICK, GOOD, LABEL_COLOUR, PICK_LABEL, COLOUR_LABEL, COLOUR_LABELS}
    | {COLOUR_CLASS, TAGGED, PREFERENCES, MICROSOFT_RATING, ACDSEE_RATING}
)
