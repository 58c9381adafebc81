"""Trustees that speak to the site over HTTP, with the Python engine in the place of their browsers."""

import json

from django.test import Client
from django.urls import reverse

from elections.crypto import ceremony
from elections.crypto.credentials import new_seed
from elections.crypto.decryption import decrypt, write_owned
from elections.crypto.verification import Rules, verify_archive


class TrusteeAt:
    """A trustee with a seed on paper, signed in."""

    def __init__(self, account, election):
        self.seed = ceremony.Seed(new_seed())
        self.client = Client()
        self.client.force_login(account)
        self.move_to(election)

    def move_to(self, election):
        """Hold a part of the key of another election, with the same seed."""
        self.election = election
        self.address = reverse("elections:own-key-steps", args=[election.pk])

    @property
    def state(self):
        """Return what the site says is to be done."""
        return self.client.get(self.address).json()

    def send(self, step, message):
        """Send a message as the page does; return the answer."""
        return self.client.post(self.address, {"step": step, "message": json.dumps(message)})

    def message(self):
        """Return what is to be sent now."""
        told = self.state
        threshold, certificates = told["threshold"], told["certificates"]
        if told["step"] == "certify":
            return ceremony.certify(self.seed, (threshold, told["size"], told["index"]))
        if told["step"] == "deal":
            return ceremony.deal(self.seed, certificates, threshold)
        if told["step"] == "accept":
            return ceremony.accept(self.seed, certificates, threshold, told["handed"])
        return self.decryption(told)

    def decryption(self, told):
        """Verify the archive that the site names, recompute its sum, decrypt it."""
        verdict = verify_archive(self.client.get(told["archive"]).content, Rules(revote=False))
        text = decrypt(
            verdict.setup.election, verdict.tally.sums, ceremony.decryption_key(self.seed, told["sealed"])
        )
        owner = told["index"] + 1
        return {"owner": owner, "text": text, "owned": write_owned(owner, text)}

    def go_on(self):
        """Do what is to be done now; it must be accepted."""
        step = self.state["step"]
        answer = self.send(step, self.message())
        assert answer.status_code == 200, (step, answer.content)
        return answer.json()


def make_key(trustees, *, until="rehearse"):
    """Take all ``trustees`` through the ceremony, the rehearsal included unless ``until`` stops before it."""
    for step in ["certify", "deal", "accept", "rehearse"]:
        for trustee in trustees:
            assert trustee.state["step"] == step
            trustee.go_on()
        if step == until:
            return
