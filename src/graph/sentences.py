"""What went wrong with a file, in the languages of the service. Short, kind, and with the next step."""

from models.terms import Locale, ProblemCode

_SENTENCES: dict[ProblemCode, tuple[str, str]] = {
    ProblemCode.EMPTY_FILE: (
        "The file is empty. Please export it again.",
        "ファイルが空です。もう一度書き出してください。",
    ),
    ProblemCode.UNKNOWN_FORMAT: (
        "This is not a FIT, TCX or GPX file.",
        "FIT、TCX、GPX 形式のファイルではありません。",
    ),
    ProblemCode.UNREADABLE_FILE: (
        "The file is damaged and could not be read. Please export it again.",
        "ファイルが壊れているため読み取れません。もう一度書き出してください。",
    ),
    ProblemCode.UNSAFE_FILE: (
        "The file is built in a way that is not accepted. Please export it again.",
        "受け付けられない構造のファイルです。もう一度書き出してください。",
    ),
    ProblemCode.FILE_TOO_LARGE: (
        "The file is too large once it is unpacked.",
        "展開後のファイルが大きすぎます。",
    ),
    ProblemCode.SIZE_MISMATCH: (
        "The file did not arrive whole. Please send it again.",
        "ファイルが最後まで届きませんでした。もう一度送ってください。",
    ),
    ProblemCode.CHECKSUM_MISMATCH: (
        "The file changed on its way. Please send it again.",
        "送信中にファイルの内容が変わりました。もう一度送ってください。",
    ),
    ProblemCode.NO_ACTIVITY: (
        "There is no run or walk in this file.",
        "このファイルにはランニングやウォーキングの記録がありません。",
    ),
    ProblemCode.NO_TIMES: (
        "Some or all points have no usable times; what has none cannot be measured.",
        "使える時刻のない点があり、その部分は計測できません。",
    ),
    ProblemCode.TOO_SHORT: (
        "The recording is too short to measure.",
        "記録が短すぎるため、計測できません。",
    ),
    ProblemCode.UNSUPPORTED_SPORT: (
        "Only runs and walks are measured here.",
        "ランニングとウォーキング以外の記録には対応していません。",
    ),
    ProblemCode.UNKNOWN_SPORT: (
        "The file does not say whether it was a run or a walk. Please choose one and send it again.",
        "ランニングかウォーキングかがファイルからわかりません。種目を選んで、もう一度送ってください。",
    ),
    ProblemCode.ALREADY_THERE: (
        "This recording was already here; the first one was kept.",
        "この記録はすでに登録されています。最初のものを残しました。",
    ),
    ProblemCode.TRUNCATED: (
        "The file ends early; what was there was used.",
        "ファイルが途中で終わっています。読めた部分を使いました。",
    ),
    ProblemCode.WRONG_CHECKSUM: (
        "The file's own checksum is wrong; what could be read was used.",
        "ファイルのチェックサムが一致しません。読めた部分を使いました。",
    ),
    ProblemCode.BAD_TIMESTAMPS: (
        "Some times could not be right; they were left out or taken as they are.",
        "時刻に不自然な点があり、除くか、そのまま使いました。",
    ),
    ProblemCode.BAD_VALUES: (
        "Some values could not be used and were left out.",
        "使えない値を除きました。",
    ),
    ProblemCode.MISSING_POSITIONS: (
        "Some or all points have no position.",
        "位置情報のない点があるか、位置情報がまったくありません。",
    ),
}


def sentence(code: ProblemCode, locale: Locale) -> str:
    """What to tell a person about this problem."""
    english, japanese = _SENTENCES[code]
    return japanese if locale is Locale.JA else english
