"""What a programme of exercises follows from, and how to go about it."""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Text
from models.terms import Equipment, Locale, ProgramReason

REASONS: Mapping[ProgramReason, Text] = MappingProxyType(
    {
        ProgramReason.WEAKNESSES: Text(
            "この4週間の記録をもとに、伸びしろのある動きに合わせたメニューです。",
            "From your last four weeks: exercises for the movements that have most room to grow.",
        ),
        ProgramReason.NO_WEAKNESS: Text(
            "この4週間はどの指標もよい状態です。体全体のバランスを保つメニューにしました。",
            "Your last four weeks look good all round. These exercises keep your whole body in balance.",
        ),
        ProgramReason.NO_SCORES: Text(
            "この4週間のスコアがまだありません。まずは体全体を使う基本のメニューから始めましょう。",
            "There are no scores of the last four weeks yet. Let's begin with basics for the whole body.",
        ),
        ProgramReason.PAIN: Text(
            "痛みのあった運動が多いため、今はメニューをお休みします。痛みが続くときは医師に相談してください。",
            "Many exercises hurt lately, so let's take a break. If the pain stays, please talk to a doctor.",
        ),
    }
)

EQUIPMENT: Mapping[Equipment, Text] = MappingProxyType(
    {
        Equipment.NONE: Text("道具なし", "No equipment"),
        Equipment.CHAIR: Text("椅子", "Chair"),
        Equipment.STEP: Text("低い踏み台", "Low step"),
        Equipment.ROPE: Text("なわとびのロープ", "Skipping rope"),
        Equipment.METRONOME: Text("メトロノームか音楽", "Metronome or music"),
    }
)


def reason_text(reason: ProgramReason, locale: Locale) -> str:
    """What a programme follows from, for the person."""
    return REASONS[reason].of(locale)
