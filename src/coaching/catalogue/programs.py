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
        ProgramReason.PROFILE_INCOMPLETE: Text(
            "スコアには生年月日と身長が必要です。プロフィールに入力してください。今は体全体を使う基本のメニューです。",
            "Scores need your date of birth and height: please add them to your profile. Here are basics meanwhile.",
        ),
        ProgramReason.PAIN: Text(
            "痛みのあった運動が多いため、今はメニューをお休みします。痛みが続くときは医師に相談してください。",
            "Many exercises hurt lately, so let's take a break. If the pain stays, please talk to a doctor.",
        ),
        ProgramReason.UNDER_18: Text(
            "この運動メニューは18歳以上の方を対象にしています。それまでは、歩く、走るを楽しんでください。",
            "These exercises are made for people of 18 and over. Until then, enjoy your walks and runs.",
        ),
    }
)

EQUIPMENT: Mapping[Equipment, Text] = MappingProxyType(
    {
        Equipment.NONE: Text("道具なし", "No equipment"),
        Equipment.CHAIR: Text("椅子", "Chair"),
        Equipment.STEP: Text("低い踏み台", "Low step"),
        Equipment.ROPE: Text("縄跳び", "Skipping rope"),
        Equipment.METRONOME: Text("メトロノームか音楽", "Metronome or music"),
    }
)


# After the reason, where exercises are left out of the sessions that are planned.
LEFT_OUT = Text(
    "痛みのあった運動と、同じ部位に負担のかかる運動は、2週間お休みにしています。",
    "What hurt, and exercises that load the same part of the body, are left out for two weeks.",
)


def reason_text(reason: ProgramReason, locale: Locale, *, left_out: bool = False) -> str:
    """What a programme follows from, for the person; and that exercises that hurt are left out, where some are."""
    told = REASONS[reason].of(locale)
    if not left_out or reason is ProgramReason.PAIN:
        return told
    return told + ("" if locale is Locale.JA else " ") + LEFT_OUT.of(locale)
