"""What the coach says of a run, by the key of the advice.

A line to improve never says that a figure is poor: it is also given to those who are above average and have room left.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Line, improve, keep, note

LINES: Mapping[str, Line] = MappingProxyType(
    {
        "RUNNING.BOUNCE.HIGH": improve(
            "上へ跳ぶより、前へ進む意識で走ってみましょう。目線を遠くの一点に置くと、揺れを抑えやすくなります。",
            "Think forward rather than up: pick a far point ahead and try to keep it from bobbing.",
            "SPLIT_SQUAT",
            "CALF_RAISE",
            "PLANK",
            "SHORT_HOPS",
        ),
        "RUNNING.BOUNCE.HIGH.CADENCE": improve(
            "ピッチを今より5%ほど上げて、小さく静かに走ってみましょう。上下の揺れを抑えやすくなります。",
            "Try about 5% more steps a minute, small and quiet ones: it becomes easier to bounce less.",
            "QUICK_STEPS",
            "CALF_RAISE",
            "SPLIT_SQUAT",
            "SHORT_HOPS",
        ),
        "RUNNING.BOUNCE.HIGH.SPRING": improve(
            "着地で沈み込まないように、足首を軽く引き締めて、静かに弾むように走ってみましょう。",
            "Keep your ankles lightly firm as you land, and spring off quietly instead of sinking.",
            "SHORT_HOPS",
            "CALF_RAISE",
            "SPLIT_SQUAT",
            "POGO_HOPS",
        ),
        "RUNNING.BOUNCE.LOW": keep(
            "上下の揺れが少なく、前へ進む走りができています。このままリラックスして走りましょう。",
            "You run forward with little bounce. Stay relaxed and keep it that way.",
        ),
        "RUNNING.CADENCE.LOW": improve(
            "1分だけ、今より5%速い拍に合わせて走ってみましょう。慣れてきたら、少しずつ時間を延ばします。",
            "For one minute, run to a beat 5% quicker than yours. Once that feels natural, make it a little longer.",
            "QUICK_STEPS",
            "ROPE_SKIPPING",
            "SHORT_HOPS",
            "CALF_RAISE",
        ),
        "RUNNING.CADENCE.HIGH": improve(
            "テンポを少しゆるめ、お尻の力で地面を後ろへ押し、一歩を伸びやかに使ってみましょう。",
            "Ease the beat a little and push back from your glutes, so that each step carries you further.",
            "HIP_EXTENSION",
            "SPLIT_SQUAT",
            "SINGLE_LEG_BRIDGE",
            "HIP_FLEXOR_STRETCH",
        ),
        "RUNNING.CADENCE.IN_RANGE": keep(
            "速さと身長に合った、よいピッチです。今のテンポを大切にしましょう。",
            "Your cadence suits your speed and height. Stay with this beat.",
        ),
        "RUNNING.SPRING.LOW": improve(
            "走る前に、その場で小さく跳んでみましょう。足首で軽く弾む感覚をつかみやすくなります。",
            "Take a few small hops on the spot before you run, to get a feel for springy ankles.",
            "POGO_HOPS",
            "ROPE_SKIPPING",
            "CALF_RAISE",
            "SPLIT_SQUAT",
        ),
        "RUNNING.SPRING.LOW.CADENCE": improve(
            "着いた足をすっと引き上げ、次の一歩へつなげてみましょう。テンポが上がると、ばねを使いやすくなります。",
            "Lift each foot off quickly and let the beat rise a little: your legs find their spring more easily.",
            "QUICK_STEPS",
            "ROPE_SKIPPING",
            "CALF_RAISE",
            "POGO_HOPS",
        ),
        "RUNNING.SPRING.HIGH": keep(
            "脚のばねを上手に使えています。この軽やかな走りを続けましょう。",
            "Your legs are nicely springy. Keep running this lightly.",
        ),
        "RUNNING.SYMMETRY.HIGH": improve(
            "左右の足音が同じ大きさになるように、静かに着地してみましょう。腕振りも左右そろえると整いやすくなります。",
            "Land softly and let both feet sound alike. Swinging both arms evenly helps.",
            "SINGLE_LEG_SQUAT",
            "BALANCE_REACH",
            "STEP_DOWN",
            "SINGLE_LEG_BRIDGE",
        ),
        "RUNNING.SYMMETRY.LOW": keep(
            "左右の脚をバランスよく使えています。この走り方を続けましょう。",
            "Left and right share the work evenly. Keep running this way.",
        ),
        "RUNNING.RHYTHM.HIGH": improve(
            "平らな道で、呼吸を歩数に合わせて走ってみましょう。リズムが整いやすくなります。",
            "On flat ground, breathe in time with your steps: it helps you find a steady rhythm.",
            "QUICK_STEPS",
            "BALANCE_REACH",
            "ROPE_SKIPPING",
            "PLANK",
        ),
        "RUNNING.RHYTHM.LOW": keep(
            "一定のリズムで走れています。この心地よいテンポを大切にしましょう。",
            "You run in a steady rhythm. Hold on to this comfortable beat.",
        ),
        "RUNNING.PELVIS.HIGH": improve(
            "着地のたびに、腰のベルトを水平に保つつもりで走ってみましょう。",
            "With each landing, imagine keeping your belt level.",
            "SIDE_PLANK",
            "CLAMSHELL",
            "SINGLE_LEG_BRIDGE",
            "STEP_DOWN",
        ),
        "RUNNING.PELVIS.LOW": keep(
            "腰の位置が安定した走りです。腰高を意識して、このまま続けましょう。",
            "Your hips stay level as you run. Keep them high and carry on.",
        ),
        "RUNNING.TRUNK.HIGH": improve(
            "腰を折らずに、足首から体全体をほんの少し前へ傾けて走ってみましょう。",
            "Lean your whole body slightly forward from the ankles, without bending at the waist.",
            "DEAD_BUG",
            "HIP_FLEXOR_STRETCH",
            "PLANK",
            "BIRD_DOG",
        ),
        "RUNNING.TRUNK.LOW": keep(
            "上体がすっと伸びた、よい姿勢です。肩の力を抜いて続けましょう。",
            "Your upper body is tall and steady. Keep your shoulders loose and carry on.",
        ),
        "RUNNING.VERTICAL_OSCILLATION.LOW": note(
            "上下の動きは小さめです。体を縮めず、のびのびと走りましょう。",
            "You move little up and down. Stay loose and don't hold yourself in.",
        ),
        "RUNNING.VERTICAL_OSCILLATION.HIGH": note(
            "上下動は一歩の大きさでも変わります。歩幅に対する割合の「上下動比」とあわせて見てみましょう。",
            "Long steps also bring more up and down. Look at it together with the vertical ratio.",
        ),
        "RUNNING.STEP_LENGTH.LOW": note(
            "一歩は小さめです。前へ足を伸ばすより、後ろへしっかり押すことを意識してみましょう。",
            "Your steps are on the short side. Rather than reach forward, push back well.",
        ),
        "RUNNING.STEP_LENGTH.IN_RANGE": note(
            "速さと身長に見合った歩幅です。このまま自然な一歩を大切にしましょう。",
            "Your steps suit your speed and height. Leave them as natural as they are.",
        ),
        "RUNNING.STEP_LENGTH.HIGH": note(
            "一歩を大きく使えています。足を体の真下近くに着くと、楽に走りやすくなります。",
            "You take long steps. Set your feet down close beneath you to run with ease.",
        ),
    }
)
