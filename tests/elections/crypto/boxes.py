"""Small elections for the tests: real ceremonies, real ballots, real archives."""

from functools import cache

from elections.crypto import ceremony, tally
from elections.crypto.archive import write_event, write_head
from elections.crypto.ballots import make_ballot, read_ballot
from elections.crypto.canonical import compact
from elections.crypto.credentials import new_code, new_seed, private_exponent, public_credential, write_roll
from elections.crypto.decryption import combine, count, decrypt, read_decryption, write_owned, write_result
from elections.crypto.election import Question, read_election, write_election
from elections.crypto.events import Event, follow
from elections.crypto.group import random_scalar
from elections.crypto.hashing import sha_hex
from elections.crypto.trustees import read_trustees, write_key

PRESIDENT = Question("Présidence", ("Amélie 🌿", "Benoît « Ben » d’Oc"), 1, 1, blank=True)
TIMESTAMP = 1795000000


class Keys:
    """A server's key and a threshold group, made in a whole ceremony; no group when ``size`` is 0."""

    def __init__(self, threshold, size, seal=ceremony.send):
        self.server = random_scalar()
        self.seeds = [ceremony.Seed(new_seed()) for _ in range(size)]
        places = [(threshold, size, index) for index in range(1, size + 1)]
        self.certificates = [ceremony.certify(*pair) for pair in zip(self.seeds, places, strict=True)]
        self.sealed, group = [], None
        if size:
            dealt = [ceremony.deal(s, self.certificates, threshold, seal=seal) for s in self.seeds]
            self.handed = ceremony.collect(self.certificates, threshold, dealt)
            kept = [
                ceremony.accept(seed, self.certificates, threshold, handed, seal=seal)
                for seed, handed in zip(self.seeds, self.handed, strict=True)
            ]
            self.sealed = [one["private_key"] for one in kept]
            public = [one["public_key"] for one in kept]
            group = ceremony.publish(self.certificates, threshold, self.handed[0], public)
        self.group = group
        self.text = ceremony.write_trustees(write_key(self.server, random_scalar()), group)

    def secret(self, owner):
        if owner == 1:
            return self.server
        return ceremony.decryption_key(self.seeds[owner - 2], self.sealed[owner - 2])


@cache
def keys(threshold=2, size=3):
    return Keys(threshold, size)


trustees_of = cache(read_trustees)


class Box:
    """An election from its setup to its result; every step may be replaced by a false one."""

    def __init__(self, questions=(PRESIDENT,), weights=(1, 1, 1), held=None, trustees=None, profile="full"):
        self.uuid, self.codes, self.steps = new_seed(), [new_code() for _ in weights], []
        self.keys = held or keys()
        self.trustees_text = trustees or self.keys.text
        self.trustees = trustees_of(self.keys.text, profile)
        text = write_election(self.uuid, "Bureau 2026", "Essai", self.trustees.public_key, questions)
        self.election = read_election(text)
        self.roll = {public_credential(self.uuid, c): w for c, w in zip(self.codes, weights, strict=True)}
        self.set_up(text, self.trustees_text, write_roll(self.roll))

    def set_up(self, *texts):
        names = dict(zip(("election", "trustees", "credentials"), map(sha_hex, texts), strict=True))
        self.steps = []
        self.add("Setup", *texts, compact(names))

    def add(self, kind, *data):
        """Append an event that follows the rules."""
        self.steps.append((follow(self.head, kind, data), data))

    def force(self, kind, *data):
        """Append an event whatever the order of events says; the chain itself is right."""
        height, parent = (self.head.height + 1, self.head.hash) if self.head else (0, None)
        self.steps.append((Event(kind, height, parent, sha_hex(data[-1]) if data else None), data))

    @property
    def head(self):
        return self.steps[-1][0] if self.steps else None

    def ballot(self, voter, *votes):
        return make_ballot(self.election, private_exponent(self.uuid, self.codes[voter]), votes)

    def cast(self, voter, *votes):
        text = self.ballot(voter, *votes)
        self.add("Ballot", text)
        return text

    @property
    def tally(self):
        ballots = [read_ballot(self.election, data[0]) for event, data in self.steps if event.type == "Ballot"]
        return tally.tally(self.election, self.roll, tally.counted(ballots))

    def close(self):
        self.add("EndBallots")
        self.add("EncryptedTally", self.tally.text, self.tally.sized)

    def partial(self, owner):
        text = decrypt(self.election, self.tally.sums, self.keys.secret(owner))
        return text, write_owned(owner, text)

    def decrypt(self, *owners):
        for owner in owners:
            self.add("PartialDecryption", *self.partial(owner))

    def count(self):
        texts = [data for event, data in self.steps if event.type == "PartialDecryption"]
        read = [read_decryption(self.election, self.trustees, self.tally, *pair) for pair in texts]
        assert combine(self.trustees, read)
        return count(self.election, self.trustees, self.tally, read)

    def proclaim(self):
        result = self.count()
        self.add("Result", write_result(result))
        return result

    def finish(self, *owners):
        self.close()
        self.decrypt(*(owners or (1, 2, 4)))
        return self.proclaim()

    @property
    def content(self):
        return write_head(TIMESTAMP) + b"".join(write_event(event, data, TIMESTAMP) for event, data in self.steps)
