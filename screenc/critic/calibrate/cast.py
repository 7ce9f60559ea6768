"""Who is in the calibration set and where: six people unlike each other, eight places, and the lines that are spoken."""

from screenc.film.appearance import Appearance, Garment

PLACES = (
    ("cafe", "int", "a small cafe, lamps over wooden tables"),
    ("street", "ext", "a wet street, shop lights"),
    ("kitchen", "int", "a kitchen with a window over the sink"),
    ("park", "ext", "a park with trees and a bench"),
    ("office", "int", "an office with desks and shelves"),
    ("tram-stop", "ext", "a tram stop with a glass shelter, rails"),
    ("bedroom", "int", "a bedroom with a bed and a lamp"),
    ("market", "ext", "a night market with stalls"),
)
CAST = {
    "ANRI": (
        "Anri",
        Appearance(
            height=164,
            shape="feminine",
            hair="bob",
            hair_colour="#6b4a30",
            skin="#f0cfb4",
            top=Garment(kind="raincoat", colour="#d4a017"),
            tint="#d4a017",
        ),
    ),
    "TAKUMI": (
        "Takumi",
        Appearance(
            height=181,
            shape="masculine",
            hair="short",
            hair_colour="#191518",
            skin="#e3b48e",
            top=Garment(kind="coat", colour="#2f4b7c"),
            tint="#2f4b7c",
        ),
    ),
    "NORA": (
        "Nora",
        Appearance(
            height=170,
            shape="feminine",
            hair="long",
            hair_colour="#7a3b22",
            skin="#c68a5e",
            top=Garment(kind="shirt", colour="#2e6b4f"),
            tint="#2e6b4f",
        ),
    ),
    "IDRIS": (
        "Idris",
        Appearance(
            height=176,
            shape="masculine",
            hair="afro",
            hair_colour="#191518",
            skin="#5f3a28",
            top=Garment(kind="jacket", colour="#a33b2f"),
            tint="#a33b2f",
        ),
    ),
    "MINA": (
        "Mina",
        Appearance(
            height=158,
            age="young",
            shape="feminine",
            hair="ponytail",
            hair_colour="#241916",
            skin="#eec3a0",
            top=Garment(kind="dress", colour="#8a4f9e"),
            tint="#8a4f9e",
        ),
    ),
    "OTTO": (
        "Otto",
        Appearance(
            height=173,
            age="old",
            shape="masculine",
            hair="parted",
            hair_colour="#d8d5ce",
            skin="#d9a67e",
            beard="full",
            top=Garment(kind="sweater", colour="#7f7566"),
            tint="#7f7566",
        ),
    ),
}
LINES = (
    "I did not think that you would come tonight.",
    "You kept the ticket all these years, in a book.",
    "There is another tram in nine minutes.",
    "Ask me something that isn't the weather.",
    "The kitchen has been closed since March.",
    "Nobody told me that the place was sold.",
)
