"""The uploads function, ended in the middle: another delivery ends its work, nothing is doubled or half visible.

SIGKILL is what Lambda's timeout and its limit of memory are, SIGTERM what an environment gets that is taken away. Here
they come on both sides of the request that makes an activity visible; the campaign ``kills`` does the same at every
request, and to the other functions.
"""

from signal import SIGKILL, SIGTERM

from tests.functions.kills import WORKS, Killer
from tests.functions.tripwire import When, stretched

UPLOAD = WORKS["an upload"]


def test_another_process_ends_what_the_first_began(service, engines):
    with stretched(engines.url) as wire, Killer(service, wire) as killer:
        asked, expected = killer.undisturbed(UPLOAD)
        visible = asked.index("TransactWriteItems") + 1
        assert killer.killed(UPLOAD, visible, When.BEFORE, SIGTERM) == expected
        assert killer.killed(UPLOAD, visible, When.AFTER, SIGKILL) == expected
