"""Ask every verifier at once: the engine, the file for outsiders, and belenios-tool where it is installed."""

import pytest

from elections.crypto import verify
from elections.crypto.errors import RefusedError
from elections.crypto.verification import Rules, verify_archive
from tests.elections.crypto import belenios


def accepted(content, folder, profile="full", tool=True):
    """Check that all accept; return the verdict of the engine."""
    verdict = verify_archive(content, Rules(profile))
    assert verify.verify(content, bare=profile != "full")["result"] == verdict.result
    if belenios.TOOL and tool:
        assert belenios.accepts(content, folder)
    return verdict


def refused(content, folder, *checks, tool="refuses"):
    """Check that the engine refuses with one of ``checks``, and that the others refuse too.

    ``tool`` says what version 2.0 of belenios-tool is known to do: it accepts some archives that it should not.
    """
    with pytest.raises(RefusedError) as ours:
        verify_archive(content)
    assert ours.value.check in checks, str(ours.value)
    with pytest.raises(verify.Refused) as theirs:
        verify.verify(content)
    assert str(theirs.value).split(" :")[0] in checks, str(theirs.value)
    if belenios.TOOL and tool is not None:
        assert belenios.accepts(content, folder) == (tool == "accepts")
