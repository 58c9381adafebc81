"""A code officer that speaks to the site over HTTP, with the Python engine in the place of the browser."""

import json

from django.test import Client
from django.urls import reverse

from elections.crypto.credentials import new_code, public_credential, write_roll


class OfficerAt:
    """A code officer, signed in, with the codes in a file of the own, by the number of the line."""

    def __init__(self, account, election):
        self.election, self.client, self.codes = election, Client(), {}
        self.client.force_login(account)
        self.page = reverse("elections:own-codes", args=[election.pk])
        self.address = reverse("elections:own-codes-steps", args=[election.pk])

    @property
    def state(self):
        """Return what the site says is to be done."""
        return self.client.get(self.address).json()

    def send(self, step, message):
        """Send a message as the page does; return the answer."""
        return self.client.post(self.address, {"step": step, "message": json.dumps(message)})

    def message(self, weights=None):
        """Make all codes; return their public side, with other ``weights`` than the roll's if some are given."""
        told = self.state
        lines = told["lines"]
        self.codes = {line["entry"]: new_code() for line in lines}
        asked = weights or [line["weight"] for line in lines]
        rolls = [
            write_roll(
                {public_credential(uuid, code): w for code, w in zip(self.codes.values(), asked, strict=True)}
            )
            for uuid in told["uuids"]
        ]
        return {"credentials": rolls[0], "next": rolls[1]}

    def replacement(self, entry, *, old=None):
        """Return the message that gives one code again, with the new code."""
        uuids, fresh = self.state["uuids"], new_code()
        pairs = [
            [str(public_credential(uuid, code)) for uuid in uuids] for code in (old or self.codes[entry], fresh)
        ]
        return {"entry": entry, "old": pairs[0], "new": pairs[1]}, fresh
