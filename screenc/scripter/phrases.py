"""The few things that the engine itself says in a film, in the language of its lines: what a silent face does, how it ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """`reactions` and `stays` take one name, `both_stay` is of several; `joins` stand between names, and before the last."""

    reactions: tuple[str, ...]
    stays: str
    both_stay: str
    joins: tuple[str, str] = (", ", " and ")

    def listed(self, names: list[str]) -> str:
        return names[0] if len(names) == 1 else self.joins[0].join(names[:-1]) + self.joins[1] + names[-1]


_EN = Phrases(
    (
        "{} takes it in.",
        "{} looks down, then up again.",
        "{} does not answer at once.",
        "{} holds still and listens.",
        "{} breathes out, slowly.",
    ),
    "{} stays a moment longer.",
    "They stay a moment longer.",
)
_PHRASES = {
    "fr": Phrases(
        (
            "{} encaisse en silence.",
            "{} baisse les yeux, puis les relève.",
            "{} ne répond pas tout de suite.",
            "{} écoute, sans bouger.",
        ),
        "{} reste encore un instant.",
        "Ils restent encore un instant.",
        (", ", " et "),
    ),
    "de": Phrases(
        ("{} lässt es sacken.", "{} senkt den Blick und hebt ihn wieder.", "{} antwortet nicht sofort.", "{} hört reglos zu."),
        "{} bleibt noch einen Moment.",
        "Sie bleiben noch einen Moment.",
        (", ", " und "),
    ),
    "es": Phrases(
        ("{} lo asimila en silencio.", "{} baja la mirada y la levanta.", "{} no contesta enseguida.", "{} escucha sin moverse."),
        "{} se queda un momento más.",
        "Se quedan un momento más.",
        (", ", " y "),
    ),
    "it": Phrases(
        (
            "{} tace un momento.",
            "{} abbassa lo sguardo, poi lo rialza.",
            "{} non risponde subito.",
            "{} ascolta, senza muoversi.",
        ),
        "{} resta ancora un momento.",
        "Restano ancora un momento.",
        (", ", " e "),
    ),
    "pt": Phrases(
        ("{} fica em silêncio.", "{} baixa os olhos e volta a erguê-los.", "{} não responde logo.", "{} ouve sem se mexer."),
        "{} fica mais um momento.",
        "Ficam mais um momento.",
        (", ", " e "),
    ),
    "ru": Phrases(
        ("{} молчит.", "{} опускает глаза и снова поднимает.", "{} отвечает не сразу.", "{} слушает, не двигаясь."),
        "{} остаётся ещё на мгновение.",
        "Они остаются ещё на мгновение.",
        (", ", " и "),
    ),
    "ko": Phrases(
        ("{}, 말없이 듣는다.", "{}, 고개를 숙였다가 다시 든다.", "{}, 바로 대답하지 못한다.", "{}, 가만히 숨을 내쉰다."),
        "{}, 잠시 그대로 있다.",
        "모두 잠시 그대로 있다.",
        (", ", ", "),
    ),
    "ja": Phrases(
        ("{}、黙って聞いている。", "{}、うつむき、また顔を上げる。", "{}、すぐには答えない。", "{}、静かに息をつく。"),
        "{}、しばらくそのまま。",
        "二人とも、しばらくそのまま。",
        ("、", "、"),
    ),
    "zh": Phrases(
        ("{}默默地听着。", "{}低头，又抬起头。", "{}没有马上回答。", "{}轻轻呼出一口气。"),
        "{}又停留了片刻。",
        "他们又停留了片刻。",
        ("、", "和"),
    ),
}


def phrases(language: str) -> Phrases:
    """The engine's words in a language, in English where it has none."""
    return _PHRASES.get(language.split("-")[0], _EN)
