"""What the coach says of a walk, by the key of the advice.

A line to improve never says that a figure is poor: it is also given to those who are above average and have room left.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Line, improve, keep

LINES: Mapping[str, Line] = MappingProxyType(
    {
        "WALKING.BRISK_SPEED.LOW": improve(
            "目線を少し上げ、軽く曲げたひじを後ろへ引いて歩くと、自然にスピードに乗りやすくなります。",
            "Lift your gaze and draw your bent elbows back: your walk picks up speed more easily.",
            "ARM_SWING_DRILL",
            "BRISK_INTERVALS",
            "SIT_TO_STAND",
            "HEEL_RAISE",
        ),
        "WALKING.BRISK_SPEED.LOW.STEP": improve(
            "足の運びは軽快です。後ろ足の母指球で地面をぐっと押して、一歩ごとに体を前へ運んでみましょう。",
            "Your steps are quick already. Press the ball of the back foot down and let it carry you further.",
            "TOE_OFF_DRILL",
            "HEEL_RAISE",
            "HIP_EXTENSION",
            "SIT_TO_STAND",
        ),
        "WALKING.BRISK_SPEED.LOW.CADENCE": improve(
            "まずは1分だけ、いつもより少し速いテンポで歩いてみましょう。ひじを引くと足も運びやすくなります。",
            "Try one minute at a slightly quicker beat than usual. Draw your elbows back and your feet will follow.",
            "BRISK_INTERVALS",
            "ARM_SWING_DRILL",
            "SIT_TO_STAND",
            "MARCHING_BEAT",
        ),
        "WALKING.BRISK_SPEED.HIGH": keep(
            "軽快なスピードで歩けています。この調子で、速歩きの時間を楽しんでいきましょう。",
            "You walk at a lively speed. Carry on, and enjoy your brisk minutes.",
        ),
        "WALKING.STEP_LENGTH.LOW": improve(
            "みぞおちから脚が伸びているつもりで、腰から脚を運んでみましょう。歩幅が広がりやすくなります。",
            "Imagine that your legs begin at your ribs, and walk from the hips: your steps lengthen more easily.",
            "HIP_EXTENSION",
            "TOE_OFF_DRILL",
            "CHEST_OPENER",
            "HEEL_RAISE",
            "HIP_FLEXOR_STRETCH",
        ),
        "WALKING.STEP_LENGTH.LOW.PACE": improve(
            "歩幅は速さと一緒に広がります。次の電柱まで、少しだけペースを上げて歩いてみましょう。",
            "Steps grow with speed. Pick up the pace a little, just to the next lamp post.",
            "BRISK_INTERVALS",
            "ARM_SWING_DRILL",
            "HIP_EXTENSION",
            "TOE_OFF_DRILL",
        ),
        "WALKING.STEP_LENGTH.HIGH": keep(
            "のびやかな歩幅で歩けています。背すじをすっと伸ばして、この歩き方を続けましょう。",
            "You walk with long, easy steps. Stay tall and keep walking this way.",
        ),
        "WALKING.SYMMETRY.HIGH": improve(
            "左右の足音がそろうように歩いてみましょう。かばんを持つ手をときどき替えるのもおすすめです。",
            "Let both feet sound alike as you walk, and change the hand that carries your bag now and then.",
            "SINGLE_LEG_STAND",
            "BALANCE_REACH",
            "STEP_UP",
            "SIT_TO_STAND",
        ),
        "WALKING.SYMMETRY.LOW": keep(
            "左右のバランスがよくそろっています。この安定した歩き方を続けましょう。",
            "Left and right are well balanced. Keep walking this steadily.",
        ),
        "WALKING.RHYTHM.HIGH": improve(
            "信号の少ない道で、好きな曲の拍に合わせて歩いてみましょう。リズムが整いやすくなります。",
            "On a path with few crossings, walk to the beat of a song you like: it helps you find a steady rhythm.",
            "MARCHING_BEAT",
            "SINGLE_LEG_STAND",
            "STEP_UP",
            "HEEL_RAISE",
        ),
        "WALKING.RHYTHM.LOW": keep(
            "一定のリズムで歩けています。この心地よいテンポを大切にしましょう。",
            "You walk in a steady rhythm. Hold on to this comfortable beat.",
        ),
    }
)
