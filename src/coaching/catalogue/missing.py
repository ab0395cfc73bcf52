"""Why there is no score, or nothing to compare a figure with, and what to do to get one."""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Text
from models.terms import Locale, MissingReason

# All reasons that a score or one of its figures can have; those of other figures are not the coach's business.
HELP: Mapping[MissingReason, Text] = MappingProxyType(
    {
        MissingReason.BIRTH_DATE_UNKNOWN: Text(
            "同年代の人と比べるために、プロフィールに生年月日を入力してください。スコアが表示されます。",
            "Your score compares you with people your age. Add your date of birth to your profile to see it.",
        ),
        MissingReason.HEIGHT_UNKNOWN: Text(
            "歩幅やピッチの目安は身長で変わります。プロフィールに身長を入力してください。",
            "What to expect of steps and cadence depends on your height. Add it to your profile.",
        ),
        MissingReason.UNDER_18: Text(
            "スコアは18歳以上の方を対象にしています。それまでは、距離や時間の記録をお楽しみください。",
            "Scores are made for people of 18 and over. Until then, enjoy your distances and times.",
        ),
        MissingReason.NO_BRISK_WALKING: Text(
            "速歩きの区間が見つかりませんでした。平らな道で1分以上、少し速めに歩いてみましょう。",
            "No brisk walking was found. On a level path, walk a little faster for a minute or more.",
        ),
        MissingReason.NO_STEADY_RUNNING: Text(
            "一定のペースで走った区間が足りませんでした。平らな道で5分以上、同じペースで走ってみましょう。",
            "There was too little steady running. On level ground, run at one pace for five minutes or more.",
        ),
        MissingReason.NO_CADENCE: Text(
            "ピッチの記録がありません。ピッチを測れるウォッチやセンサーを着けて記録してみてください。",
            "There is no cadence in this recording. Wear a watch or sensor that counts your steps.",
        ),
        MissingReason.NO_RUNNING_DYNAMICS: Text(
            "上下動や接地時間の記録がありません。ランニングダイナミクスに対応した機器を着けて走ってみてください。",
            "There is no bounce or contact time in this recording. Run with a device that records running dynamics.",
        ),
        MissingReason.NO_NORM: Text(
            "この指標には比べられる基準がまだありません。ご自身の変化を見るのにお使いください。",
            "There is no standard for this figure yet. Use it to follow your own changes.",
        ),
        MissingReason.OLDER_MEASURES: Text(
            "以前の方式で計測された記録のため、スコアがありません。計測し直すと表示されます。",
            "This activity was measured before scores were known. Once it is measured again, it has one.",
        ),
        MissingReason.TOO_SHORT: Text(
            "記録が短いため、スコアを出せませんでした。次はもう少し長く記録してみましょう。",
            "The recording is too short for a score. Record a little longer the next time.",
        ),
        MissingReason.NO_DISTANCE: Text(
            "距離の記録がありません。GPSをオンにして、空の開けた場所で記録を始めてみてください。",
            "There is no distance in this recording. Turn GPS on and start under an open sky.",
        ),
    }
)


def help_for(reason: MissingReason, locale: Locale) -> str | None:
    """What to tell a person about a score that is missing for this reason; None where it is no reason of a score."""
    text = HELP.get(reason)
    return text.of(locale) if text else None
