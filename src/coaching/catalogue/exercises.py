"""The exercises in words: name, what to think of while doing it, and when to stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coaching.catalogue.text import Text
from models.terms import Locale


@dataclass(frozen=True, slots=True)
class StopRule(Text):
    """When to stop at once.

    Attributes:
        parts: of the body that it names; none where it speaks of all of it.
    """

    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExerciseText:
    """An exercise in words.

    Attributes:
        cue: how to do it, in one thought.
        stop: when to stop at once.
    """

    name: Text
    cue: Text
    stop: StopRule


_KNEE = StopRule("ひざに痛みを感じたら、すぐに中止してください。", "Stop at once if a knee hurts.", frozenset({"knee"}))
_ANKLE = StopRule(
    "ふくらはぎやアキレス腱、足首に痛みを感じたら、すぐに中止してください。",
    "Stop at once if your calf, Achilles tendon or ankle hurts.",
    frozenset({"calf", "Achilles tendon", "ankle"}),
)
_BACK = StopRule(
    "腰に痛みを感じたら、すぐに中止してください。",
    "Stop at once if your back hurts.",
    frozenset({"back"}),
)
_HIP = StopRule(
    "股関節や腰に痛みを感じたら、すぐに中止してください。",
    "Stop at once if your hip or back hurts.",
    frozenset({"hip", "back"}),
)
_SHOULDER = StopRule(
    "肩や腰に痛みを感じたら、すぐに中止してください。",
    "Stop at once if your shoulder or back hurts.",
    frozenset({"shoulder", "back"}),
)
_BALANCE = StopRule(
    "痛みやめまいを感じたら中止してください。壁や椅子のそばで行いましょう。",
    "Stop if anything hurts or you feel dizzy. Stay close to a wall or a chair.",
)
_BREATH = StopRule(
    "痛み、めまい、強い息切れを感じたら、すぐに中止してください。",
    "Stop at once if anything hurts, or if you feel dizzy or badly out of breath.",
)


def _text(name: tuple[str, str], cue: tuple[str, str], stop: StopRule) -> ExerciseText:
    return ExerciseText(Text(*name), Text(*cue), stop)


EXERCISE_TEXTS: Mapping[str, ExerciseText] = MappingProxyType(
    {
        # To warm up.
        "MARCH": _text(
            ("その場足踏み", "Marching on the spot"),
            (
                "腕を大きく振り、ももを楽な高さまで上げましょう。",
                "Swing your arms and lift your knees as high as is easy.",
            ),
            _BREATH,
        ),
        "LEG_SWING": _text(
            ("脚の前後振り", "Leg swings"),
            ("壁に手を添え、力を抜いて脚を前後に振りましょう。", "Hold on to a wall and let the leg swing loosely."),
            _HIP,
        ),
        "ANKLE_ROCKS": _text(
            ("足首の曲げ伸ばし", "Ankle rocks"),
            ("つま先とかかとに、ゆっくり交互に体重を移しましょう。", "Shift your weight slowly from toes to heels."),
            _BALANCE,
        ),
        # Hips and trunk.
        "SIDE_PLANK": _text(
            ("サイドプランク", "Side plank"),
            (
                "腰を落とさず、頭から足まで一直線に。",
                "Don't let the hips sag: one line from head to feet.",
            ),
            _SHOULDER,
        ),
        "CLAMSHELL": _text(
            ("クラムシェル", "Clamshell"),
            ("骨盤を動かさず、上のひざだけを開きましょう。", "Open the top knee only; the pelvis stays still."),
            _HIP,
        ),
        "BRIDGE": _text(
            ("ヒップリフト", "Bridge"),
            (
                "かかとで床を押し、お尻を引き締めて上げましょう。",
                "Press through your heels and lift with your glutes.",
            ),
            _BACK,
        ),
        "SINGLE_LEG_BRIDGE": _text(
            ("片足ヒップリフト", "Single-leg bridge"),
            ("左右の腰骨を同じ高さに保って上げましょう。", "Lift with both hip bones at the same height."),
            _BACK,
        ),
        "STEP_DOWN": _text(
            ("ステップダウン", "Step-down"),
            ("低い段からゆっくり。ひざはつま先の向きに。", "Lower yourself slowly; the knee follows the toes."),
            _KNEE,
        ),
        "DEAD_BUG": _text(
            ("デッドバグ", "Dead bug"),
            (
                "腰を床につけたまま、反対の手と足を伸ばしましょう。",
                "Back flat on the floor, reach with opposite arm and leg.",
            ),
            _BACK,
        ),
        "BIRD_DOG": _text(
            ("バードドッグ", "Bird dog"),
            ("背中にコップを載せたつもりで、手と足を伸ばしましょう。", "Reach out as if a glass stood on your back."),
            _BACK,
        ),
        "PLANK": _text(
            ("プランク", "Plank"),
            ("おへそを軽く引き込み、呼吸を止めずに。", "Draw your navel in a little and keep breathing."),
            _SHOULDER,
        ),
        "HIP_FLEXOR_STRETCH": _text(
            ("股関節前側のストレッチ", "Hip-flexor stretch"),
            (
                "片ひざ立ちで、足首から前へ。腰は反らさずに。",
                "Half kneeling, move forward without arching your back.",
            ),
            _HIP,
        ),
        "HIP_EXTENSION": _text(
            ("後ろへの脚上げ", "Standing hip extension"),
            (
                "体を前に倒さず、お尻の力で脚を後ろへ引きましょう。",
                "Stay upright and draw the leg back with your glutes.",
            ),
            _HIP,
        ),
        "CHEST_OPENER": _text(
            ("胸のストレッチ", "Chest opener"),
            ("肩を下げ、息を吐きながら胸を開きましょう。", "Shoulders down, open your chest as you breathe out."),
            _SHOULDER,
        ),
        # Legs.
        "SPLIT_SQUAT": _text(
            ("スプリットスクワット", "Split squat"),
            ("上体を起こし、真下へ静かに沈みましょう。", "Stay upright and sink straight down, quietly."),
            _KNEE,
        ),
        "SINGLE_LEG_SQUAT": _text(
            ("椅子への片足スクワット", "Single-leg squat to a chair"),
            (
                "苦手な側から。静かに座り、両足で立ちましょう。",
                "Weaker side first: sit down quietly, stand up on both feet.",
            ),
            _KNEE,
        ),
        "SIT_TO_STAND": _text(
            ("椅子からの立ち座り", "Sit-to-stand"),
            (
                "足の裏全体で床を押して立ち、ゆっくり座りましょう。",
                "Press the whole foot down to stand up; sit down slowly.",
            ),
            _KNEE,
        ),
        "STEP_UP": _text(
            ("踏み台の上り下り", "Step-up"),
            (
                "足の裏全体を載せ、左右同じリズムで上りましょう。",
                "Whole foot on the step, the same rhythm left and right.",
            ),
            _KNEE,
        ),
        "CALF_RAISE": _text(
            ("片足カーフレイズ", "Single-leg calf raise"),
            (
                "母指球で押して高く上がり、ゆっくり下ろしましょう。",
                "Rise high over the ball of the foot; come down slowly.",
            ),
            _ANKLE,
        ),
        "HEEL_RAISE": _text(
            ("かかと上げ", "Heel raise"),
            ("親指の付け根で床を押し、まっすぐ上へ。", "Press through the ball of the foot, straight up."),
            _ANKLE,
        ),
        # Balance.
        "BALANCE_REACH": _text(
            ("片足バランスリーチ", "Balance reach"),
            (
                "片足で立ち、もう一方の足先を前、横、後ろへ伸ばしましょう。",
                "On one leg, reach forward, sideways and back.",
            ),
            _BALANCE,
        ),
        "SINGLE_LEG_STAND": _text(
            ("片足立ち", "Single-leg stand"),
            ("足の指で床をつかみ、遠くを見て立ちましょう。", "Grip the floor with your toes and look far ahead."),
            _BALANCE,
        ),
        # Spring and rhythm.
        "SHORT_HOPS": _text(
            ("小さな連続ジャンプ", "Short hops"),
            ("低く静かに。着地の音を小さくしましょう。", "Low and quiet: make little noise as you land."),
            _ANKLE,
        ),
        "POGO_HOPS": _text(
            ("ポゴジャンプ", "Pogo hops"),
            ("ひざはほぼ伸ばしたまま、足首で弾みましょう。", "Knees almost straight, bounce from the ankles."),
            _ANKLE,
        ),
        "ROPE_SKIPPING": _text(
            ("縄跳び", "Rope skipping"),
            ("低く小さく、足首で弾みましょう。", "Low and small, bouncing from the ankles."),
            _ANKLE,
        ),
        "QUICK_STEPS": _text(
            ("クイックステップ", "Quick steps"),
            ("普段より5%速い拍に合わせ、静かに素早く。", "To a beat 5% quicker than yours: quiet, quick steps."),
            _ANKLE,
        ),
        "MARCHING_BEAT": _text(
            ("拍に合わせた足踏み", "Marching to a beat"),
            (
                "一定の拍に合わせ、左右同じ音で足踏みしましょう。",
                "March to a steady beat; let both feet sound alike.",
            ),
            _BREATH,
        ),
        # Walking.
        "TOE_OFF_DRILL": _text(
            ("蹴り出しドリル", "Toe-off drill"),
            (
                "壁に手をつき、後ろ足の親指の付け根で床を押しましょう。",
                "Hands on a wall, press the ball of the back foot down.",
            ),
            _ANKLE,
        ),
        "ARM_SWING_DRILL": _text(
            ("腕振りドリル", "Arm-swing drill"),
            (
                "ひじを軽く曲げ、後ろへ引くことだけを意識しましょう。",
                "Bend your elbows and think only of drawing them back.",
            ),
            _SHOULDER,
        ),
        "BRISK_INTERVALS": _text(
            ("短い速歩きインターバル", "Short brisk intervals"),
            (
                "やや息が弾む速さで（短い会話はできるくらい）歩き、間はゆっくり歩きましょう。",
                "Walk so that talking takes effort; stroll in between.",
            ),
            _BREATH,
        ),
    }
)


def exercise_name(key: str, locale: Locale) -> str:
    """What people call an exercise; its key where this version knows it no more."""
    told = EXERCISE_TEXTS.get(key)
    return told.name.of(locale) if told else key


def alike(hurt: Iterable[str]) -> frozenset[str]:
    """These exercises, and all whose rule to stop names a part of the body that theirs names.

    Somebody whose back hurt in one is not to be given another that is stopped when the back hurts.
    """
    sore = frozenset(hurt)
    parts = frozenset(part for key in sore for part in EXERCISE_TEXTS[key].stop.parts)
    return sore | {key for key, text in EXERCISE_TEXTS.items() if not parts.isdisjoint(text.stop.parts)}
