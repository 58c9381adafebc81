#!/usr/bin/env python3
"""Verify an election from its public file, alone: Python 3.8 or later and this one file are enough.

    python verify.py FILE [TRACKER] [--earlier=FILE] [--no-revote] [--profile=full|context|bare]

The file is a public archive of the Belenios format, version 1. Exit status 0: everything is right, and the result is
told. 1: refused, and the reason is told (its id, A1 to J3, is the one of the format's list of checks). 2: misuse.
With a TRACKER (a voter's receipt): is that ballot among those that count? With an EARLIER copy of the file: has
anything been taken out since? Without --no-revote a code may vote again, and its last ballot counts. The trustees'
texts are asked to be complete (full); older programs write less.

How it works. Every vote is a pair of numbers (g^r, y^r·g^v) that hides v: 0 or 1. Multiplying pairs adds the hidden
votes, so the sum of all ballots can be computed by anyone, and the trustees decrypt nothing but that sum. Each text
carries proofs that its author did what he should: a proof is a challenge, which must be the hash of commitments, and
a response, from which the commitments are computed anew. Numbers are taken modulo P, exponents modulo Q.

If gmpy2 is installed, it is used: it is faster and changes nothing else.
"""

import base64
import hashlib
import json
import re
import sys

try:
    from gmpy2 import mpz as number
    from gmpy2 import powmod as power
except ImportError:
    number, power = int, pow

@P@
LARGEST = 256 * 2**20  # bytes of a file that is read
TEXTS = {"Setup": 4, "Ballot": 1, "EndBallots": 0, "EncryptedTally": 2, "PartialDecryption": 2, "Result": 1}
AFTER = {
    "": ["Setup"], "Setup": ["Ballot", "EndBallots"], "Ballot": ["Ballot", "EndBallots"],
    "EndBallots": ["EncryptedTally"], "EncryptedTally": ["PartialDecryption"],
    "PartialDecryption": ["PartialDecryption", "Result"], "Result": [],
}  # fmt: skip


class Refused(Exception):  # noqa: N818 (a verdict, not a mistake)
    """The archive is refused."""


def check(condition, name, words):
    """Refuse unless the condition holds."""
    if not condition:
        raise Refused(f"{name} : {words}")


# ── Numbers and hashes ───────────────────────────────────────────────────────────────────────────────────────────


def table(base):
    """Make the powers base^(d·256^i) ready, so that a power of this base takes 32 products."""
    rows = []
    for _ in range(32):
        row = [number(1)]
        for _ in range(256):
            row.append(row[-1] * base % P)
        base = row.pop()
        rows.append(row)
    return rows


def table_power(rows, exponent):
    """Return base^exponent from its table; the exponent is in 0..Q-1."""
    result = number(1)
    for row, digit in zip(rows, int(exponent).to_bytes(32, "little")):
        result = result * row[digit] % P
    return result


def element(value, name="", words="", maximum=P):
    """Read a number 0 < x < maximum from a string of digits; with a name, check that it is in the group and not 1."""
    digits = type(value) is str and len(value) <= 617 and re.fullmatch("0|[1-9][0-9]*", value)
    check(digits and number(value) < maximum, "J1", "un nombre n'est pas écrit comme il faut")
    x = number(value)
    check(x > 0 or maximum == Q, "J2", "un nombre est nul")
    check(not name or (x != 1 and power(x, Q, P) == 1), name, words)
    return x


def scalar(value):
    """Read an exponent 0 ≤ x < Q."""
    return element(value, maximum=Q)


def sha(text):
    """Return SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def short(text):
    """Return SHA-256 as 43 characters: a fingerprint or a tracker."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def challenge(prefix, elements):
    """Return the challenge that answers commitments."""
    return number(int(sha(prefix + ",".join(map(str, elements))), 16)) % Q


def knows(prefix, key, proof):
    """Is this a proof that somebody knows x with key = g^x?"""
    c, z = [scalar(value) for value in fields(proof, "challenge", "response")]
    return challenge(prefix, [table_power(G_TABLE, z) * power(key, c, P) % P]) == c


def one_of(prefix, y_table, statements, proofs):
    """Is this a proof that one of the statements (a, b) = (g^r, y^r) is true, whichever?"""
    commitments, total = [], 0
    for (a, b), proof in zip(statements, items(proofs, len(statements))):
        c, z = [scalar(value) for value in fields(proof, "challenge", "response")]
        commitments.append(table_power(G_TABLE, z) * power(a, c, P) % P)
        commitments.append(table_power(y_table, z) * power(b, c, P) % P)
        total += c
    return challenge(prefix, commitments) == total % Q


def minus(pair, value):
    """Return the statement "this pair hides the value"."""
    return pair[0], pair[1] * power(G, -value, P) % P


def product(pairs):
    """Multiply pairs, which adds what they hide."""
    a = b = number(1)
    for alpha, beta in pairs:
        a, b = a * alpha % P, b * beta % P
    return a, b


# ── Texts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(text, name=None):
    """Read JSON; with a name, check that it is written in the one canonical way."""

    def once(pairs):
        check(len(dict(pairs)) == len(pairs), "J3", "une clé figure deux fois")
        return dict(pairs)

    def count(digits):
        check(len(digits) <= 10 and digits.isdigit(), "J1", "un nombre n'est pas un entier simple")
        return int(digits)

    try:
        value = json.loads(text, object_pairs_hook=once, parse_int=count, parse_float=count, parse_constant=count)
        again = compact(value).encode()
    except (ValueError, RecursionError):
        raise Refused("J3 : un texte n'est pas du JSON bien formé") from None
    check(name is None or again == text.encode(), name, "un texte n'est pas écrit sous sa forme canonique")
    return value


def compact(value):
    """Write JSON in the one canonical way."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def fields(value, *keys):
    """Return the values of an object that must have these keys, in this order."""
    check(type(value) is dict and tuple(value) == keys, "J3", "un objet n'a pas les clés attendues")
    return list(value.values())


def items(value, length):
    """Return a list that must have this length."""
    check(type(value) is list and len(value) == length, "J3", "une liste n'a pas la longueur attendue")
    return value


def small(value):
    """Write a count: a number, or a string when it is large."""
    return int(value) if value < 2**30 else str(value)


# ── The archive and its chain of events ──────────────────────────────────────────────────────────────────────────


def header(name, size, timestamp):
    """Return the only header that a record may have."""
    fixed = [(0, name), (100, "0000644"), (108, "0000000"), (116, "0000000"), (124, "%011o" % size)]
    block = bytearray(512)
    for place, text in [*fixed, (136, "%011o" % timestamp), (148, " " * 8), (156, "0")]:
        block[place : place + len(text)] = text.encode()
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def records(content):
    """Give (name, body) of all records, each byte of the file checked."""
    place, timestamp = 0, None
    while place < len(content):
        head = content[place : place + 512]
        check(re.fullmatch(b"[0-7]{11}", head[124:135]), "A1", "ce n'est pas une archive d'élection")
        size = int(head[124:135], 8)
        end = place + 512 + size + -size % 512
        check(end <= len(content), "A2", "le fichier est coupé")
        try:
            name, body = head[:100].rstrip(b"\0").decode("ascii"), content[place + 512 : place + 512 + size].decode()
        except UnicodeDecodeError:
            raise Refused("A2 : un enregistrement n'est pas du texte") from None
        if timestamp is None:
            start = re.fullmatch(r'\{"version":1,"timestamp":"([1-9][0-9]{0,9})"\}', body)
            check(name == "BELENIOS" and start, "A1", "ce n'est pas une archive d'élection de version 1")
            timestamp = int(start[1])
        else:
            kind = re.fullmatch(r"([0-9a-f]{64})\.(data|event)\.json", name)
            check(kind, "A2", "un enregistrement porte un nom inconnu")
            check(kind[1] == sha(body), "A3", "un enregistrement n'est pas celui que son nom annonce")
            yield kind[2], body
        check(head == header(name, size, timestamp), "A2", "un en-tête n'est pas celui du format")
        check(not content[place + 512 + size : end].strip(b"\0"), "A2", "des octets sont cachés entre deux textes")
        place = end


def events(content):
    """Give (type, texts, hash) of all events, the chain checked."""
    texts, before, parent, height = [], "", None, 0
    for kind, body in records(content):
        if kind == "data":
            check(len(texts) < 4, "A4", "des textes n'appartiennent à aucun événement")
            texts.append(body)
            continue
        event = parse(body, "B2")
        check(type(event) is dict and type(event.get("type")) is str, "J3", "un événement ne dit pas ce qu'il est")
        check(event["type"] in AFTER[before], "B3", "les événements ne sont pas dans l'ordre prévu")
        check(len(texts) == TEXTS[event["type"]], "A4", "un événement n'a pas les textes prévus")
        follows = event.get("parent") == parent and event.get("height") == height
        check(follows, "B1", "un événement ne suit pas le précédent")
        check(event.get("payload") == (sha(texts[-1]) if texts else None), "B4", "un événement nomme un autre texte")
        expected = {"parent": parent, "height": height, "type": event["type"], "payload": event.get("payload")}
        written = compact({key: value for key, value in expected.items() if value is not None})
        check(body == written, "B2", "un événement n'est pas écrit sous sa forme canonique")
        yield event["type"], texts, sha(body)
        texts, before, parent, height = [], event["type"], sha(body), height + 1
    check(not texts and height, "A4", "le fichier ne finit pas par un événement")


# ── The election and its trustees ────────────────────────────────────────────────────────────────────────────────


def read_election(text):
    """Return uuid, fingerprint, public key, and questions as (answers, min, max, blank)."""
    value, questions = parse(text), []
    known = type(value) is dict and value.get("version") == 1 and value.get("group") == "BELENIOS-2048"
    check(known and re.fullmatch("[1-9A-HJ-NP-Za-km-z]{14,}", str(value.get("uuid"))), "C2", "élection inconnue")
    check(type(value.get("questions")) is list and value["questions"], "C2", "l'élection ne demande rien")
    for asked in value["questions"]:
        check(type(asked) is dict and "type" not in asked, "C2", "une question est d'un genre inconnu")
        answers, low, high, blank = [asked.get(key) for key in ("answers", "min", "max", "blank")]
        check(type(answers) is list and all(type(one) is str for one in answers), "C2", "réponses mal formées")
        check(type(low) is type(high) is int and blank in (None, True, False), "C2", "bornes mal formées")
        check(0 <= low <= high <= len(answers) and high >= 1, "C2", "les bornes ne vont pas aux réponses")
        questions.append((asked.get("question"), answers, low, high, bool(blank)))
    key = element(value.get("public_key"), "C3", "la clé publique n'est pas dans le groupe")
    return value["uuid"], short(text), key, questions


def signed(value, key, name):
    """Check a signed message and return its text."""
    message, signature = fields(value, "message", "signature")
    check(type(message) is str, "J3", "un message n'est pas un texte")
    check(knows(f"sigmsg|{message}|", key, signature), name, "la signature d'un dépositaire est fausse")
    return message


def proven_key(value, name):
    """Return the public key of a trustee who proves to know its secret."""
    check(type(value) is dict and list(value)[:2] == ["pok", "public_key"], "J3", "une clé est mal formée")
    key = element(value["public_key"], name, "la clé d'un dépositaire n'est pas dans le groupe")
    proven = knows(f"pok|BELENIOS-2048|{key}|", key, value["pok"])
    check(proven, name, "un dépositaire n'a pas prouvé qu'il connaît sa clé")
    return key


def read_group(value, profile):
    """Return the threshold, the public keys and the common key of a threshold group."""
    more = ["signatures"] if type(value) is dict and "signatures" in value else []
    check(more or profile == "bare", "C7", "les dépositaires n'ont pas signé leurs certificats")
    k, certs, coefexps, *lists = fields(value, "threshold", "certs", "coefexps", *more, "verification_keys")
    check(type(certs) is list and type(k) is int and 2 <= k <= len(certs), "C5", "le seuil est impossible")
    n, both, dealt, keys = len(certs), [], [], []
    for i, cert in enumerate(certs, 1):
        message = parse(fields(cert, "message", "signature")[0], "C5")
        check(type(message) is dict, "J3", "un certificat est mal formé")
        if "context" in message or profile != "bare":
            context = {"group": "BELENIOS-2048", "size": n, "threshold": k, "index": i}
            check(message.pop("context", None) == context, "C5", "un certificat vaut pour une autre cérémonie")
        pair = fields(message, "verification", "encryption")
        both += [element(key, "C5", "la clé d'un certificat n'est pas dans le groupe") for key in pair]
        signed(cert, both[-2], "C5")
    check(len(set(both)) == 2 * n, "C5", "deux clés de dépositaires sont les mêmes")
    for key, value in zip(both[::2], items(coefexps, n)):
        own = items(*fields(parse(signed(value, key, "C6"), "C6"), "coefexps"), k)
        dealt.append([element(a, "C6", "un coefficient n'est pas dans le groupe") for a in own])
    for key, own, proof in zip(both[::2], dealt, items(lists[0], n) if more else []):
        text = "certs_sig|" + compact({"certs": certs, "coefexps": [str(a) for a in own]})
        check(knows(f"sigmsg|{text}|", key, proof), "C7", "un dépositaire n'a pas signé les certificats")
    columns = [product((a, 1) for a in column)[0] for column in zip(*dealt)]
    for j, (key, value) in enumerate(zip(both[::2], items(lists[-1], n)), 1):
        keys.append(proven_key(value, "C8"))
        expected = product((power(a, pow(j, d, int(Q)), P), 1) for d, a in enumerate(columns))[0]
        check(keys[-1] == expected, "C8", "la clé d'un dépositaire ne suit pas des coefficients")
        if "signature" in value or profile == "full":
            signed({"message": str(keys[-1]), "signature": value.get("signature")}, key, "C8")
    return k, keys, columns[0]


def read_trustees(text, profile):
    """Return the keys by owner number, the server's number, the group's first number and threshold, the product."""
    keys, server, group, whole = [], [], [], number(1)
    for kind, value in [items(entry, 2) for entry in parse(text, "C1")]:
        check(kind in ("Single", "Pedersen"), "C9", "un dépositaire est d'un genre inconnu")
        if kind == "Single":
            keys.append(proven_key(value, "C4"))
            server.append(len(keys))
            whole = whole * keys[-1] % P
        else:
            k, more, common = read_group(value, profile)
            group.append((len(keys) + 1, len(more), k))
            keys, whole = keys + more, whole * common % P
    check(len(server) == 1 and len(group) <= 1, "C9", "il faut une clé du serveur et au plus un groupe")
    check(len(set(keys)) == len(keys), "C9", "deux dépositaires ont la même clé")
    return keys, server[0], group[0] if group else None, whole
