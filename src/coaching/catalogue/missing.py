"""Why there is no score, or nothing to compare a figure with, and what to do to get one."""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Text
from models.terms import Locale, MissingReason, Sport

# All reasons that a score or one of its figures can have; those of other figures are not the coach's business.
HELP: Mapping[MissingReason, Text] = MappingProxyType(
    {
        MissingReason.BIRTH_DATE_UNKNOWN: Text(
            "スコアの基準は18歳以上の方のものです。プロフィールに生年月日を入力してください。",
            "Scores compare you with adults. Add your date of birth to your profile.",
        ),
        MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN: Text(
            "スコアの基準は18歳以上の方のもので、身長でも変わります。プロフィールに生年月日と身長を入力してください。",
            "Scores are for adults, and depend on height. Add your date of birth and your height to your profile.",
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
            "続けて走った区間が足りませんでした。平らな道で5分以上、続けて走ってみましょう。",
            "There was too little running without a break. On level ground, keep running for five minutes or more.",
        ),
        MissingReason.NO_CADENCE: Text(
            "ピッチの記録がありません。ピッチを測れるウォッチやセンサーを着けて記録してみてください。",
            "There is no cadence in this recording. Wear a watch or sensor that counts your steps.",
        ),
        MissingReason.NO_RUNNING_DYNAMICS: Text(
            "上下動や接地時間の記録がありません。ランニングダイナミクスに対応した機器を着けて走ってみてください。",
            "There is no bounce or contact time in this recording. Run with a device that records running dynamics.",
        ),
        MissingReason.PARTIAL_CADENCE: Text(
            "ピッチが半分に満たない時間しか記録されていません。センサーの着け方や電池を確かめてください。",
            "Your cadence was recorded for less than half of the time. Check the sensor's fit and battery.",
        ),
        MissingReason.IMPLAUSIBLE_STEPS: Text(
            "記録された歩数と距離が合いません。歩数を数える機器の着け方や設定を確かめてください。",
            "The steps in this recording do not fit its distance. Check how the step counter is worn and set.",
        ),
        MissingReason.PARTIAL_RUNNING_DYNAMICS: Text(
            "上下動や接地時間が半分に満たない時間しか記録されていません。センサーの着け方や電池を確かめてください。",
            "Bounce and contact time were recorded for less than half of the time. Check the sensor's fit and battery.",
        ),
        MissingReason.IMPLAUSIBLE_RUNNING_DYNAMICS: Text(
            "記録された上下動や接地時間が、走りの値としてありえません。センサーの着け方や設定を確かめてください。",
            "Nobody runs with the bounce or contact time in this recording. Check how the sensor is worn and set.",
        ),
        MissingReason.NO_NORM: Text(
            "この指標には比べられる基準がまだありません。ご自身の変化を見るのにお使いください。",
            "There is no standard for this figure yet. Use it to follow your own changes.",
        ),
        MissingReason.OLDER_MEASURES: Text(
            "スコアに対応する前に計測された記録のため、スコアがありません。これからの記録をご覧ください。",
            "This activity was measured before there were scores. Look at those of newer recordings.",
        ),
        MissingReason.BEING_MEASURED: Text(
            "ただいま計測し直しています。少し待ってから、もう一度ご覧ください。",
            "This activity is being measured again. Look again in a moment.",
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

# What walkers are told otherwise.
WALKING_HELP: Mapping[MissingReason, Text] = MappingProxyType(
    {
        MissingReason.NO_CADENCE: Text(
            "歩数の記録がありません。歩数を数えられるスマートフォンやウォッチを身に着けて記録してみてください。",
            "There are no steps in this recording. Carry a phone or wear a watch that counts them.",
        ),
        MissingReason.PARTIAL_CADENCE: Text(
            "歩数が半分に満たない時間しか記録されていません。機器を終わりまで身に着けて記録してみてください。",
            "Your steps were counted for less than half of the time. Keep the phone or watch on you to the end.",
        ),
    }
)


def help_for(reason: MissingReason, locale: Locale, sport: Sport | None = None) -> str | None:
    """What to tell a person about a score that is missing for this reason; None where it is no reason of a score."""
    text = (WALKING_HELP.get(reason) if sport is Sport.WALKING else None) or HELP.get(reason)
    return text.of(locale) if text else None
