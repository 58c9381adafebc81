#!/usr/bin/env python3
"""Verify an election from its public file. Python 3.8 or later and this one file are enough.

    python verify.py FILE [TRACKER] [--earlier=FILE] [--no-revote] [--bare]

FILE is a public archive of the Belenios format, version 1. Exit status 0: all is right, and the result is told.
1: it is refused, and why (A1 to J3 are ids of the format's list of checks). TRACKER: is the ballot of this receipt
counted? --earlier: has anything been taken out since that copy? --no-revote: a code votes once; else its last
ballot counts. --bare: also accept trustees whose older program signs less.

Each vote v (0 or 1) is hidden in a pair (g^r, y^r·g^v). Multiplying pairs adds what they hide, so anyone can
compute the sum of all ballots, and the trustees decrypt nothing but that sum. Whoever writes a text proves what he
must: a proof is a challenge c, which must be the hash of commitments, and a response z, from which these are
computed anew.
"""

import base64
import hashlib
import json
import re
import sys

try:  # gmpy2 is used where it is installed: it is faster and changes nothing else
    from gmpy2 import mpz as number
    from gmpy2 import powmod as power
except ImportError:
    number, power = int, pow

P = number(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433812"
    "9066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167"
    "0993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019110007867"
    "3730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366886005262718"
    "6363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408"
    "731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719"
)  # fmt: skip
G = number(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799"
    "6946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274028898"
    "4613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065818686865"
    "1151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822"
    "4066350766977640253462537730851331734951942489677540525736590494924776314759915751987751777114814909204"
    "56600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627"
)  # fmt: skip
Q = number("78571733251071885079927659812671450121821421258408794611510081919805623223441")
LARGEST = 256 * 2**20  # bytes of a file that is read
TEXTS = {"Setup": 4, "Ballot": 1, "EndBallots": 0, "EncryptedTally": 2, "PartialDecryption": 2, "Result": 1}
OPEN, COUNTED = "Ballot EndBallots", "PartialDecryption Result"
AFTER = {"": "Setup", "Setup": OPEN, "Ballot": OPEN, "EndBallots": "EncryptedTally", "Result": "",
         "EncryptedTally": "PartialDecryption", "PartialDecryption": COUNTED}  # fmt: skip


class Refused(Exception):  # noqa: N818
    """The archive is refused."""


def check(condition, name, words):
    """Refuse unless the condition holds."""
    if not condition:
        raise Refused(f"{name} : {words}")


def scalar(value, limit=Q):
    """Read an exponent, 0 ≤ x < Q, from a string of digits."""
    right = type(value) is str and len(value) <= 617 and re.fullmatch("0|[1-9][0-9]*", value)
    check(right and number(value) < limit, "J1", "un nombre n'est pas écrit comme il faut")
    return number(value)


def element(value, name, whose):
    """Read a number modulo P and check that it is in the group."""
    x = scalar(value, P)
    check(x and power(x, Q, P) == 1, name, f"{whose} n'est pas dans le groupe")
    return x


def sha(text):
    """Return SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def short(text):
    """Return SHA-256 as 43 characters: a fingerprint or a tracker."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def challenge(prefix, elements):
    """Return the challenge that answers commitments."""
    return number(int(sha(prefix + ",".join(map(str, elements))), 16)) % Q


def commitments(proof, *bases):
    """Return the challenge of a proof, and g^z·x^c for each pair (g, x)."""
    c, z = map(scalar, fields(proof, "challenge", "response"))
    return c, [power(g, z, P) * power(x, c, P) % P for g, x in bases]


def knows(prefix, key, proof):
    """Does this prove that somebody knows x with key = g^x?"""
    c, made = commitments(proof, (G, key))
    return challenge(prefix, made) == c


def one_of(prefix, y, statements, proofs):
    """Does this prove that for one of the pairs (a, b) somebody knows r with a = g^r and b = y^r?"""
    pairs = zip(statements, items(proofs, len(statements)))
    parts = [commitments(proof, (G, a), (y, b)) for (a, b), proof in pairs]
    return challenge(prefix, [x for _, made in parts for x in made]) == sum(c for c, _ in parts) % Q


def minus(pair, value):
    """Return the pair that hides as much less."""
    return pair[0], pair[1] * power(G, -value, P) % P


def product(pairs):
    """Multiply pairs: this adds what they hide."""
    a = b = number(1)
    for alpha, beta in pairs:
        a, b = a * alpha % P, b * beta % P
    return a, b


def compact(value):
    """Write JSON in the one canonical way."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


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


def fields(value, *keys):
    """Return the values of an object that must have these keys, in this order."""
    check(type(value) is dict and tuple(value) == keys, "J3", "un objet n'a pas les clés attendues")
    return list(value.values())


def items(value, length):
    """Return a list that must have this length."""
    check(type(value) is list and len(value) == length, "J3", "une liste n'a pas la longueur attendue")
    return value


def record(name, body, timestamp):
    """Return the one form of a record: header, body, zeros."""
    head, text = bytearray(512), body.encode()
    size, time = "%011o" % len(text), "%011o" % timestamp
    mode = "0000644\0" + "0000000\0" * 2
    for place, field in [(0, name), (100, mode), (124, size), (136, time), (148, " " * 8), (156, "0")]:
        head[place : place + len(field)] = field.encode()
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + text + bytes(-len(text) % 512)


def records(content):
    """Give kind and body of each record after the first; every byte of the file is checked."""
    place, timestamp = 0, None
    while place < len(content):
        size, first = content[place + 124 : place + 135], place + 512
        check(re.fullmatch(b"[0-7]{11}", size), "A2", "ce n'est pas une archive d'élection")
        try:
            name = content[place : place + 100].rstrip(b"\0").decode("ascii")
            body = content[first : first + int(size, 8)].decode()
        except UnicodeDecodeError:
            raise Refused("A2 : un enregistrement n'est pas du texte") from None
        start = re.fullmatch(r'\{"version":1,"timestamp":"([1-9][0-9]{0,9})"\}', body)
        kind = re.fullmatch(r"([0-9a-f]{64})\.(data|event)\.json", name)
        check(place or (name == "BELENIOS" and start), "A1", "ce n'est pas une archive d'élection de version 1")
        check(not place or (kind and kind[1] == sha(body)), "A3", "un texte n'est pas celui que son nom annonce")
        timestamp = timestamp or int(start[1])
        whole = record(name, body, timestamp)
        check(content[place : place + len(whole)] == whole, "A2", "un enregistrement n'a pas la forme du format")
        if place:
            yield kind[2], body
        place += len(whole)


def events(content):
    """Give type, texts and hash of each event; each names the one before and the last of its texts."""
    texts, before, parent, height = [], "", {}, 0
    for kind, body in records(content):
        texts += [body] if kind == "data" else []
        check(len(texts) <= 4, "A4", "des textes n'appartiennent à aucun événement")
        if kind == "event":
            event = parse(body, "B2")
            name = event.get("type") if type(event) is dict else None
            known = type(name) is str and name in AFTER[before].split()
            check(known, "B3", "les événements ne sont pas dans l'ordre")
            check(len(texts) == TEXTS[name], "A4", "un événement n'a pas les textes prévus")
            payload = {"payload": sha(texts[-1])} if texts else {}
            expected = compact({**parent, "height": height, "type": name, **payload})
            check(body == expected, "B1", "un événement ne suit pas le précédent, ou nomme un autre texte")
            yield name, texts, sha(body)
            texts, before, parent, height = [], name, {"parent": sha(body)}, height + 1
    check(height and not texts, "A4", "le fichier ne finit pas par un événement")


def read_election(text):
    """Return identifier and fingerprint, the public key, and the questions: (text, answers, min, max, blank)."""
    value, questions = parse(text), []
    known = type(value) is dict and repr(value.get("version")) == "1" and value.get("group") == "BELENIOS-2048"
    known = known and type(value.get("name")) is str
    check(known and re.fullmatch("[1-9A-HJ-NP-Za-km-z]{14,}", str(value.get("uuid"))), "C2", "élection inconnue")
    check(type(value.get("questions")) is list and value["questions"], "C2", "l'élection ne demande rien")
    for asked in value["questions"]:
        check(type(asked) is dict and "type" not in asked, "C2", "une question est d'un genre inconnu")
        label, answers, low, high = [asked.get(key) for key in ("question", "answers", "min", "max")]
        right = type(answers) is list and all(type(one) is str for one in [label, *answers])
        right = right and type(low) is type(high) is int and 0 <= low <= high <= len(answers) and high >= 1
        check(right and type(asked.get("blank", False)) is bool, "C2", "une question est mal formée")
        questions.append((label, answers, low, high, asked.get("blank", False)))
    return [value["uuid"], short(text)], element(value.get("public_key"), "C3", "la clé publique"), questions


def signed(message, key, signature, name):
    """Check that the trustee of this key signed the message."""
    check(knows(f"sigmsg|{message}|", key, signature), name, "la signature d'un dépositaire est fausse")


def proven_key(value, name):
    """Return the public key of a trustee, who proves to know its secret."""
    held = [key for key in value if key != "name"] if type(value) is dict else []
    check(held in (["pok", "public_key"], ["pok", "public_key", "signature"]), "J3", "une clé est mal formée")
    check(value["public_key"] != "1", name, "la clé d'un dépositaire vaut 1")
    key = element(value["public_key"], name, "la clé d'un dépositaire")
    proven = knows(f"pok|BELENIOS-2048|{key}|", key, value["pok"])
    check(proven, name, "un dépositaire n'a pas prouvé qu'il connaît sa clé")
    return key


def read_group(value, bare):
    """Return the threshold of a group, the keys of its trustees, and their common key."""
    more = ["signatures"] if type(value) is dict and "signatures" in value else []
    check(more or bare, "C7", "les dépositaires n'ont pas signé leurs certificats")
    k, certs, coefexps, *lists = fields(value, "threshold", "certs", "coefexps", *more, "verification_keys")
    check(type(certs) is list and type(k) is int and 2 - bare <= k <= len(certs), "C5", "le seuil est impossible")
    n, signers, every, dealt, keys = len(certs), [], [], [], []
    for i, (text, signature) in enumerate([fields(cert, "message", "signature") for cert in certs], 1):
        message = parse(str(text), "C5")
        check(type(message) is dict, "C5", "un certificat est mal formé")
        if "context" in message or not bare:
            context = {"group": "BELENIOS-2048", "size": n, "threshold": k, "index": i}
            check(message.pop("context", 0) == context, "C5", "un certificat vaut pour une autre cérémonie")
        pair = [element(x, "C5", "la clé d'un certificat") for x in fields(message, "verification", "encryption")]
        signed(text, pair[0], signature, "C5")
        signers, every = [*signers, pair[0]], every + pair
    check(len({*every, 1}) == 2 * n + 1, "C5", "deux clés de dépositaires sont les mêmes, ou une vaut 1")
    for key, one in zip(signers, items(coefexps, n)):
        text, signature = fields(one, "message", "signature")
        own = items(*fields(parse(str(text), "C6"), "coefexps"), k)
        dealt.append([element(a, "C6", "un coefficient") for a in own])
        signed(text, key, signature, "C6")
    for key, own, signature in zip(signers, dealt, items(lists[0], n) if more else []):
        signed("certs_sig|" + compact({"certs": certs, "coefexps": [str(a) for a in own]}), key, signature, "C7")
    columns = [product((a, 1) for a in column)[0] for column in zip(*dealt)]
    for j, (signer, value) in enumerate(zip(signers, items(lists[-1], n)), 1):
        keys.append(proven_key(value, "C8"))
        expected = product((power(a, pow(j, d, int(Q)), P), 1) for d, a in enumerate(columns))[0]
        check(keys[-1] == expected, "C8", "la clé d'un dépositaire ne suit pas des coefficients")
        check(bare or "signature" in value, "C8", "la clé d'un dépositaire n'est pas signée")
        if "signature" in value:
            signed(keys[-1], signer, value["signature"], "C8")
    return k, keys, columns[0]


def read_trustees(text, bare):
    """Return the keys by owner number, the number of the server, (first, size, threshold) or None, the product."""
    keys, servers, groups, whole, entries = [], [], [], number(1), parse(text, "C1")
    check(type(entries) is list, "J3", "les dépositaires ne forment pas une liste")
    for kind, value in [items(entry, 2) for entry in entries]:
        check(kind in ("Single", "Pedersen"), "C9", "un dépositaire est d'un genre inconnu")
        if kind == "Single":
            common = proven_key(value, "C4")
            more, servers = [common], [*servers, len(keys) + 1]
        else:
            k, more, common = read_group(value, bare)
            groups.append((len(keys) + 1, len(more), k))
        keys, whole = keys + more, whole * common % P
    check(len(servers) == 1 and len(groups) <= 1, "C9", "il faut une clé du serveur et au plus un groupe")
    check(len(set(keys)) == len(keys), "C9", "deux dépositaires ont la même clé")
    return keys, servers[0], groups[0] if groups else None, whole


def read_roll(text):
    """Return the weight of each credential."""
    roll, lines = {}, parse(text, "C10")
    right = type(lines) is list and all(type(line) is str for line in lines)
    check(right, "J3", "la liste des codes est mal formée")
    for credential, comma, weight in [line.partition(",") for line in lines]:
        check(re.fullmatch("[1-9][0-9]{0,9}", weight) or not comma, "C10", "un poids est mal écrit")
        element(credential, "C10", "un code public")
        check(credential not in roll, "C11", "un code public figure deux fois")
        roll[credential] = int(weight or 1)
    return roll


def check_answer(start, y, question, answer):
    """Check the answer to one question and return its pairs."""
    _, answers, low, high, blank = question
    keys = ["choices", "individual_proofs", "overall_proof", *["blank_proof"] * blank]
    choices, individual, overall, *rest = fields(answer, *keys)
    choices = [fields(choice, "alpha", "beta") for choice in items(choices, len(answers) + blank)]
    pairs = [tuple(element(x, "D8", "un vote chiffré") for x in choice) for choice in choices]
    for (a, b), proof in zip(pairs, items(individual, len(pairs))):
        proven = one_of(f"prove|{start}|{a},{b}|", y, [(a, b), minus((a, b), 1)], proof)
        check(proven, "D9", "un bulletin ne prouve pas que chaque choix vaut 0 ou 1")
    start, total = start + "|" + ",".join(f"{a},{b}" for a, b in pairs), product(pairs[blank:])
    within, prefix = [minus(total, m) for m in range(low, high + 1)], f"prove|{start}|{total[0]},{total[1]}|"
    if blank:
        proven = one_of(f"bproof0|{start}|", y, [pairs[0], total], rest[0])
        check(proven, "D11", "un bulletin ne prouve pas qu'un vote blanc ne choisit rien")
        within, prefix = [minus(pairs[0], 1), *within], f"bproof1|{start}|"
    check(one_of(prefix, y, within, overall), "D10", "un bulletin ne prouve pas le nombre de ses choix")
    return pairs


def check_ballot(text, ids, y, questions, roll):
    """Check a ballot and return its credential and the pairs of each question."""
    keys = ["election_uuid", "election_hash", "credential", "answers"]
    value = parse(text, "D1")
    *bound, credential, answers, signature = fields(value, *keys, "signature")
    check(bound == ids, "D2", "un bulletin appartient à une autre élection")
    known = type(credential) is str and credential in roll
    check(known, "D3", "un bulletin vient d'un code qui n'est pas inscrit")
    digest, proof = fields(signature, "hash", "proof")
    core = compact({key: value[key] for key in keys})
    check(digest == short(core), "D4", "un bulletin a changé depuis sa signature")
    check(knows(f"sig|{digest}|", number(credential), proof), "D5", "la signature d'un bulletin est fausse")
    right = type(answers) is list and len(answers) == len(questions)
    check(right, "D6", "un bulletin ne répond pas à chaque question")
    start = f"{ids[1]}|{credential}"
    return credential, [check_answer(start, y, *both) for both in zip(questions, answers)]


def check_decryption(texts, fingerprint, keys, sums):
    """Check what a trustee decrypted; return the owner number and the factors."""
    owner, payload = fields(parse(texts[1], "F3"), "owner", "payload")
    check(type(owner) is int and 1 <= owner <= len(keys), "F1", "un déchiffrement n'est d'aucun dépositaire")
    check(payload == sha(texts[0]), "F3", "un déchiffrement n'est pas celui qui est annoncé")
    key, rows = keys[owner - 1], []
    both = fields(parse(texts[0], "F3"), "decryption_factors", "decryption_proofs")
    for pairs, *two in zip(sums, *[items(one, len(sums)) for one in both]):
        rows.append([])
        for (alpha, _), factor, proof in zip(pairs, *[items(one, len(pairs)) for one in two]):
            rows[-1].append(element(factor, "F4", "un déchiffrement"))
            c, made = commitments(proof, (G, key), (alpha, rows[-1][-1]))
            right = challenge(f"decrypt|{fingerprint}|{key}|", made) == c
            check(right, "F5", f"le dépositaire {owner} n'a pas prouvé son déchiffrement")
    return owner, rows


def check_result(text, sums, weight, questions, factors, server, group):
    """Check that the published result is what the trustees decrypted, and return it."""
    shares = {server: 1}
    if group:
        first, size, k = group
        present = [owner for owner in range(first, first + size) if owner in factors][:k]
        check(len(present) == k, "F6", "trop peu de dépositaires ont déchiffré")
        for owner in present:  # the exponents that make one key of k shares (Lagrange)
            shares[owner] = 1
            for other in present:
                part = (other - first + 1) * pow(other - owner, -1, int(Q)) if other != owner else 1
                shares[owner] = shares[owner] * part % Q
    check(server in factors, "F6", "le serveur n'a pas déchiffré")
    (result,) = fields(parse(text, "G2"), "result")
    for i, (pairs, votes) in enumerate(zip(sums, items(result, len(sums)))):
        for j, ((_, beta), v) in enumerate(zip(pairs, items(votes, len(pairs)))):
            check(type(v) is int and v <= weight, "G2", "le résultat publié n'est pas possible")
            for owner, exponent in shares.items():
                beta = beta * power(factors[owner][i][j], -exponent, P) % P
            check(beta == power(G, v, P), "G2", "le résultat publié n'est pas ce qui a été déchiffré")
        _, _, low, high, blank = questions[i]
        voices = weight - votes[0] * blank
        check(low * voices <= sum(votes[blank:]) <= high * voices, "G3", "les sommes sont impossibles")
    return result


def verify(content, revote=True, bare=False):
    """Return what the archive says; refuse it at the first check that fails."""
    kept, seen, sums, factors, weight, result = {}, set(), None, {}, 0, None
    for name, texts, head in events(content):  # noqa: B007
        if name == "Setup":
            hashes = fields(parse(texts[3], "C1"), "election", "trustees", "credentials")
            check(hashes == [sha(text) for text in texts[:3]], "A4", "l'ouverture nomme d'autres textes")
            ids, y, questions = read_election(texts[0])
            keys, server, group, whole = read_trustees(texts[1], bare)
            check(y == whole != 1, "C3", "la clé publique n'est pas celle des dépositaires")
            roll = read_roll(texts[2])
        elif name == "Ballot":
            check(texts[0] not in seen, "D12", "un bulletin figure deux fois")
            seen.add(texts[0])
            credential, pairs = check_ballot(texts[0], ids, y, questions, roll)
            check(revote or credential not in kept, "D13", "un code a voté deux fois")
            kept[credential] = (short(texts[0]), pairs)
        elif name == "EncryptedTally":
            weight, sums = sum(roll[credential] for credential in kept), []
            for i, (_, answers, _, _, blank) in enumerate(questions):
                slots = [
                    [(pairs[i][j], roll[c]) for c, (_, pairs) in kept.items()] for j in range(len(answers) + blank)
                ]
                sums.append([product((power(a, w, P), power(b, w, P)) for (a, b), w in slot) for slot in slots])
            text = compact([[{"alpha": str(a), "beta": str(b)} for a, b in pairs] for pairs in sums])
            check(texts[0] == text, "E1", "la somme publiée n'est pas celle des bulletins")
            sized = {"num_tallied": len(kept), "total_weight": weight, "encrypted_tally": sha(text)}
            check(weight < 2**30, "E2", "le poids total est trop grand")
            check(texts[1] == compact(sized), "E2", "le nombre de bulletins ou de voix publié est faux")
        elif name == "PartialDecryption":
            owner, rows = check_decryption(texts, ids[1], keys, sums)
            check(owner not in factors, "F2", "un dépositaire a déchiffré deux fois")
            factors[owner] = rows
        elif name == "Result":
            result = check_result(texts[0], sums, weight, questions, factors, server, group)
    said = {"questions": questions, "kept": kept, "cast": len(seen), "weight": weight}
    return {**said, "result": result, "last": name, "head": head}


def tell(said, tracker):
    """Return in words what a right archive says; refuse a tracker that is not counted."""
    trackers = [one for one, _ in said["kept"].values()]
    check(tracker is None or tracker in trackers, "H2", "ce bulletin n'est pas compté")
    yield f"Tout est juste. {said['cast']} bulletin(s) reçu(s), {len(trackers)} compté(s)."
    yield from ["Votre bulletin est compté."] * bool(tracker)
    yield f"Dernier événement : {said['last']} {said['head']}"
    yield from ["Le résultat n'est pas encore publié."] * (said["result"] is None)
    for (label, answers, _, _, blank), votes in zip(said["questions"], said["result"] or []):
        yield f"{label} ({said['weight']} voix)"
        yield from [f"  {a} : {v}" for a, v in zip([*["(vote blanc)"] * blank, *answers], votes)]


def main(arguments):
    """Verify as the command asks; return the exit status."""
    words = [word for word in arguments if not word.startswith("--")]
    options = dict(word[2:].partition("=")[::2] for word in arguments if word.startswith("--"))
    if not 1 <= len(words) <= 2 or not set(options) <= {"earlier", "no-revote", "bare"}:
        print(__doc__)
        return 2
    try:
        contents = []
        for path in [words[0], options.get("earlier", words[0])]:
            with open(path, "rb") as file:
                contents.append(file.read(LARGEST + 1))
        check(len(contents[0]) <= LARGEST, "A2", "le fichier est trop grand")
        check(contents[0].startswith(contents[1]), "H1", "la copie antérieure n'est pas le début de ce fichier")
        said = verify(contents[0], "no-revote" not in options, "bare" in options)
        status, lines = 0, list(tell(said, words[1] if len(words) == 2 else None))
    except (Refused, OSError) as error:
        status, lines = 1, [f"REFUSÉ. {error}"]
    except Exception as error:  # noqa: BLE001 (whatever a hostile file does, it is refused)
        status, lines = 1, [f"REFUSÉ. J3 : forme inattendue ({type(error).__name__})"]
    for line in lines:  # no label may steer the terminal
        print("".join(c if c.isprintable() else "?" for c in line))
    return status


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
