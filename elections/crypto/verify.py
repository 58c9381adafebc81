#!/usr/bin/env python3
"""Verify an election from its public file. Python 3.8 or later and this one file are enough.

    python verify.py FILE [TRACKER] [--earlier=FILE] [--no-revote] [--bare]

FILE is a public archive of the Belenios format, version 1. Exit status 0: all is right, and the result is told.
1: it is refused, and why (A1 to J3 are ids of the format's list of checks). TRACKER: is the ballot of this receipt
counted? --earlier: has anything been taken out since that copy? --no-revote: a code votes once, as in each vote
of LeadeR; else its last ballot counts. --bare: also accept trustees whose older program signs less.

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
from math import prod

try:  # gmpy2 is used where it is installed: it is faster and changes nothing else
    from gmpy2 import mpz as number
    from gmpy2 import powmod as power
except ImportError:
    number, power = int, pow

P = number(
    "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719"
)
G = number(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627"
)
Q = number("78571733251071885079927659812671450121821421258408794611510081919805623223441")
LARGEST = 256 * 2**20  # bytes of a file that is read
TEXTS = {"Setup": 4, "Ballot": 1, "EndBallots": 0, "EncryptedTally": 2, "PartialDecryption": 2, "Result": 1}
ORDER = "Setup( Ballot)*( EndBallots( EncryptedTally(( PartialDecryption)+( Result)?)?)?)?"


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


def prove(name, words, prefix, statements, proofs):
    """Check the proof that for one of the statements somebody knows r with x = g^r in all its pairs (g, x)."""
    made, total = [], 0
    for statement, proof in zip(statements, items(proofs, len(statements))):
        c, z = map(scalar, fields(proof, "challenge", "response"))
        made += [power(g, z, P) * power(x, c, P) % P for g, x in statement]
        total += c
    challenge = int(sha(prefix + ",".join(map(str, made))), 16)
    check(challenge % Q == total % Q, name, words)


def signed(message, key, signature, name):
    """Check that the trustee of this key signed the message."""
    prove(name, "une signature de dépositaire est fausse", f"sigmsg|{message}|", [[(G, key)]], [signature])


def hides(pair, value, y):
    """Return the statement that the pair hides this value."""
    return [(G, pair[0]), (y, pair[1] * power(G, -value, P) % P)]


def add(pairs):
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

    value = json.loads(text, object_pairs_hook=once, parse_int=count, parse_float=count, parse_constant=count)
    is_canonical = compact(value).encode() == text.encode()
    check(is_canonical or name is None, name, "un texte n'est pas écrit sous sa forme canonique")
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
    text = body.encode()
    head = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    head += b"%011o\0%011o\0        0" % (len(text), timestamp)  # the sum of the header counts itself as spaces
    return head[:148] + b"%06o\0 0" % sum(head) + bytes(355) + text + bytes(-len(text) % 512)


def records(content):
    """Give kind and body of each record after the first; every byte of the file is checked."""
    place = timestamp = 0
    while place < len(content):
        size, first = content[place + 124 : place + 135], place + 512
        check(re.fullmatch(b"[0-7]{11}", size), "A2", "ce n'est pas une archive d'élection")
        name = content[place : place + 100].rstrip(b"\0").decode("ascii", "replace")
        body = content[first : first + int(size, 8)].decode("utf-8", "replace")
        if place:
            kinds = {f"{sha(body)}.{kind}.json": kind for kind in ("data", "event")}
            check(name in kinds, "A3", "un texte n'est pas celui que son nom annonce")
        else:
            start = re.fullmatch(r'\{"version":1,"timestamp":"([1-9][0-9]{0,9})"\}', body)
            check(name == "BELENIOS" and start, "A1", "ce n'est pas une archive d'élection de version 1")
            timestamp = int(start[1])
        whole = record(name, body, timestamp)
        check(content[place : place + len(whole)] == whole, "A2", "un enregistrement n'a pas la forme du format")
        if place:
            yield kinds[name], body
        place += len(whole)


def events(content):
    """Return type, texts and hash of each event; each names the one before and the last of its texts."""
    texts, found, parent = [], [], {}
    for kind, body in records(content):
        if kind == "data":
            texts.append(body)
            continue
        name = parse(body, "B2")["type"]
        check(len(texts) == TEXTS.get(name), "A4", "un événement n'a pas les textes prévus")
        payload = {"payload": sha(texts[-1])} if texts else {}
        expected = compact({**parent, "height": len(found), "type": name, **payload})
        check(body == expected, "B1", "un événement ne suit pas le précédent, ou nomme un autre texte")
        found.append((name, texts, sha(body)))
        texts, parent = [], {"parent": sha(body)}
    check(found and not texts, "A4", "le fichier ne finit pas par un événement")
    order = " ".join(name for name, _, _ in found)
    check(re.fullmatch(ORDER, order), "B3", "les événements ne sont pas dans l'ordre")
    return found


def read_election(text):
    """Return identifier and fingerprint, the public key, and the questions: (text, answers, min, max, blank)."""
    value, questions = parse(text), []
    known = repr(value["version"]) == "1" and value["group"] == "BELENIOS-2048" and type(value["name"]) is str
    check(known and re.fullmatch("[1-9A-HJ-NP-Za-km-z]{14,}", value["uuid"]), "C2", "élection inconnue")
    check(value["questions"], "C2", "l'élection ne demande rien")
    for asked in value["questions"]:
        check("type" not in asked, "C2", "une question est d'un genre inconnu")
        label, answers, low, high = [asked.get(key) for key in ("question", "answers", "min", "max")]
        right = type(answers) is list and {*map(type, [label, *answers])} == {str}
        right = right and type(low) is type(high) is int and 0 <= low <= high <= len(answers) and high >= 1
        check(right and type(asked.get("blank", False)) is bool, "C2", "une question est mal formée")
        questions.append((label, answers, low, high, asked.get("blank", False)))
    return [value["uuid"], short(text)], element(value["public_key"], "C3", "la clé publique"), questions


def proven_key(value, name):
    """Return the public key of a trustee, who proves to know its secret."""
    held = [key for key in value if key != "name"]
    check(held in (["pok", "public_key"], ["pok", "public_key", "signature"]), "J3", "une clé est mal formée")
    key = element(value["public_key"], name, "la clé d'un dépositaire")
    check(key != 1, name, "la clé d'un dépositaire vaut 1")
    prove(name, "un dépositaire ne prouve pas sa clé", f"pok|BELENIOS-2048|{key}|", [[(G, key)]], [value["pok"]])
    return key


def read_group(value, bare):
    """Return the threshold of a group, the keys of its trustees, and their common key."""
    more = ["signatures"] * ("signatures" in value)
    check(more or bare, "C7", "les dépositaires n'ont pas signé leurs certificats")
    k, certs, coefexps, *lists = fields(value, "threshold", "certs", "coefexps", *more, "verification_keys")
    n, signers, every, dealt, keys = len(certs), [], [], [], []
    check(type(k) is int and 2 - bare <= k <= n, "C5", "le seuil est impossible")
    for i, cert in enumerate(items(certs, n), 1):
        text, signature = fields(cert, "message", "signature")
        message = parse(text, "C5")
        if "context" in message or not bare:
            context = {"group": "BELENIOS-2048", "size": n, "threshold": k, "index": i}
            check(compact(message.pop("context", 0)) == compact(context), "C5", "un certificat vaut pour d'autres")
        pair = [element(x, "C5", "la clé d'un certificat") for x in fields(message, "verification", "encryption")]
        signed(text, pair[0], signature, "C5")
        signers, every = [*signers, pair[0]], every + pair
    check(len({*every, 1}) == 2 * n + 1, "C5", "deux clés de dépositaires sont les mêmes, ou une vaut 1")
    for key, one, signature in zip(signers, items(coefexps, n), items(lists[0], n) if more else certs):
        text, own_signature = fields(one, "message", "signature")
        own = items(*fields(parse(text, "C6"), "coefexps"), k)
        dealt.append([element(a, "C6", "un coefficient") for a in own])
        signed(text, key, own_signature, "C6")
        if more:
            signed("certs_sig|" + compact({"certs": certs, "coefexps": own}), key, signature, "C7")
    columns = [prod(column) % P for column in zip(*dealt)]
    for j, (signer, value) in enumerate(zip(signers, items(lists[-1], n)), 1):
        keys.append(proven_key(value, "C8"))
        expected = prod(power(a, pow(j, d, int(Q)), P) for d, a in enumerate(columns)) % P
        check(keys[-1] == expected, "C8", "la clé d'un dépositaire ne suit pas des coefficients")
        check(bare or "signature" in value, "C8", "la clé d'un dépositaire n'est pas signée")
        if "signature" in value:
            signed(keys[-1], signer, value["signature"], "C8")
    return k, keys, columns[0]


def read_trustees(text, bare):
    """Return the keys by owner number, the number of the server, (first, size, threshold) or None, the product."""
    keys, servers, groups, whole = [], [], [], number(1)
    for kind, value in [items(entry, 2) for entry in parse(text, "C1")]:
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
    for line in items(lines, len(lines)):
        credential, comma, weight = line.partition(",")
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
        either = [hides((a, b), value, y) for value in (0, 1)]
        prove("D9", "un bulletin ne prouve pas qu'un choix vaut 0 ou 1", f"prove|{start}|{a},{b}|", either, proof)
    start, total = start + "|" + ",".join(f"{a},{b}" for a, b in pairs), add(pairs[blank:])
    within, prefix = [hides(total, m, y) for m in range(low, high + 1)], f"prove|{start}|{total[0]},{total[1]}|"
    if blank:
        either = [hides(pairs[0], 0, y), hides(total, 0, y)]
        prove("D11", "un bulletin blanc ne prouve pas qu'il ne choisit rien", f"bproof0|{start}|", either, rest[0])
        within, prefix = [hides(pairs[0], 1, y), *within], f"bproof1|{start}|"
    prove("D10", "un bulletin ne prouve pas le nombre de ses choix", prefix, within, overall)
    return pairs


def check_ballot(text, ids, y, questions, roll):
    """Check a ballot and return its credential and the pairs of each question."""
    value = parse(text, "D1")
    keys = ["election_uuid", "election_hash", "credential", "answers", "signature"]
    *bound, credential, answers, signature = fields(value, *keys)
    check(bound == ids, "D2", "un bulletin appartient à une autre élection")
    check(credential in roll, "D3", "un bulletin vient d'un code qui n'est pas inscrit")
    digest, proof = fields(signature, "hash", "proof")
    core = compact({key: value[key] for key in keys[:4]})
    check(digest == short(core), "D4", "un bulletin a changé depuis sa signature")
    prove("D5", "une signature de bulletin est fausse", f"sig|{digest}|", [[(G, number(credential))]], [proof])
    check(len(answers) == len(questions), "D6", "un bulletin ne répond pas à chaque question")
    start = f"{ids[1]}|{credential}"
    return credential, [check_answer(start, y, *both) for both in zip(questions, answers)]


def check_decryption(texts, fingerprint, keys, sums):
    """Check what a trustee decrypted; return the owner number and the factors."""
    owner, payload = fields(parse(texts[1], "F3"), "owner", "payload")
    check(type(owner) is int and 1 <= owner <= len(keys), "F1", "un déchiffrement n'est d'aucun dépositaire")
    check(payload == sha(texts[0]), "F3", "un déchiffrement n'est pas celui qui est annoncé")
    key, rows = keys[owner - 1], []
    prefix, words = f"decrypt|{fingerprint}|{key}|", f"le déchiffrement {owner} n'est pas prouvé"
    both = fields(parse(texts[0], "F3"), "decryption_factors", "decryption_proofs")
    for pairs, *two in zip(sums, *[items(one, len(sums)) for one in both]):
        rows.append([])
        for (alpha, _), factor, proof in zip(pairs, *[items(one, len(pairs)) for one in two]):
            rows[-1].append(element(factor, "F4", "un déchiffrement"))
            prove("F5", words, prefix, [[(G, key), (alpha, rows[-1][-1])]], [proof])
    return owner, rows


def check_result(text, sums, weight, questions, factors, server, group):
    """Check that the published result is what the trustees decrypted, and return it."""
    shares = {server: 1}
    if group:
        first, size, k = group
        present = [owner for owner in range(first, first + size) if owner in factors][:k]
        check(len(present) == k, "F6", "trop peu de dépositaires ont déchiffré")
        for owner in present:  # the exponents that make one key of k shares (Lagrange)
            others = [other for other in present if other != owner]
            shares[owner] = prod((one - first + 1) * pow(one - owner, -1, int(Q)) for one in others) % Q
    check(server in factors, "F6", "le serveur n'a pas déchiffré")
    result = items(*fields(parse(text, "G2"), "result"), len(sums))
    for i, (pairs, votes, (_, _, low, high, blank)) in enumerate(zip(sums, result, questions)):
        for j, ((_, beta), v) in enumerate(zip(pairs, items(votes, len(pairs)))):
            check(type(v) is int and v <= weight, "G2", "le résultat publié n'est pas possible")
            hidden = prod(power(factors[owner][i][j], -exponent, P) for owner, exponent in shares.items())
            check(beta * hidden % P == power(G, v, P), "G2", "le résultat publié n'est pas ce qui a été déchiffré")
        voices = weight - votes[0] * blank
        check(low * voices <= sum(votes[blank:]) <= high * voices, "G3", "les sommes sont impossibles")
    return result


def check_events(found, revote, bare):
    """Check each event, of which the order is right; return what the archive says."""
    kept, sums, factors, weight, result = {}, None, {}, 0, None
    ballots = [texts[0] for name, texts, _ in found if name == "Ballot"]
    election, trustees, credentials, setup = found[0][1]
    named = {"election": sha(election), "trustees": sha(trustees), "credentials": sha(credentials)}
    check(setup == compact(named), "A4", "l'ouverture nomme d'autres textes")
    ids, y, questions = read_election(election)
    keys, server, group, whole = read_trustees(trustees, bare)
    check(y == whole != 1, "C3", "la clé publique n'est pas celle des dépositaires")
    roll = read_roll(credentials)
    check(len(set(ballots)) == len(ballots), "D12", "un bulletin figure deux fois")
    for text in ballots:
        credential, answers = check_ballot(text, ids, y, questions, roll)
        check(revote or credential not in kept, "D13", "un code a voté deux fois")
        kept[credential] = (short(text), answers)
    for name, texts, _ in found:
        if name == "EncryptedTally":
            weight = sum(roll[credential] for credential in kept)
            nothing = [[(number(1), number(1))] * (len(answers) + blank) for _, answers, _, _, blank in questions]
            counted = [(1, nothing), *((roll[credential], answers) for credential, (_, answers) in kept.items())]
            weighted = [
                [[(power(a, w, P), power(b, w, P)) for a, b in pairs] for pairs in answers]
                for w, answers in counted
            ]
            sums = [[add(slot) for slot in zip(*columns)] for columns in zip(*weighted)]
            text = compact([[{"alpha": str(a), "beta": str(b)} for a, b in pairs] for pairs in sums])
            check(texts[0] == text, "E1", "la somme publiée n'est pas celle des bulletins")
            sized = compact({"num_tallied": len(kept), "total_weight": weight, "encrypted_tally": sha(text)})
            check(texts[1] == sized and weight < 2**30, "E2", "le nombre de bulletins ou de voix publié est faux")
        elif name == "PartialDecryption":
            owner, rows = check_decryption(texts, ids[1], keys, sums)
            check(owner not in factors, "F2", "un dépositaire a déchiffré deux fois")
            factors[owner] = rows
        elif name == "Result":
            result = check_result(texts[0], sums, weight, questions, factors, server, group)
    said = {"questions": questions, "kept": kept, "cast": len(ballots), "weight": weight, "result": result}
    return {**said, "last": found[-1][0], "head": found[-1][2]}


def verify(content, revote=True, bare=False):
    """Return what the archive says; refuse it at the first check that fails, or when it is no such archive."""
    try:
        return check_events(events(content), revote, bare)
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"J3 : forme inattendue ({type(error).__name__})") from error


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
        with open(words[0], "rb") as file, open(options.get("earlier", words[0]), "rb") as before:
            content, earlier = file.read(LARGEST + 1), before.read(LARGEST + 1)
        check(len(content) <= LARGEST, "A2", "le fichier est trop grand")
        check(content.startswith(earlier), "H1", "la copie antérieure n'est pas le début de ce fichier")
        said = verify(content, "no-revote" not in options, "bare" in options)
        status, lines = 0, list(tell(said, words[1] if len(words) == 2 else None))
    except (Refused, OSError) as error:
        status, lines = 1, [f"REFUSÉ. {error}"]
    for line in lines:  # no label may steer the terminal
        print("".join(c if c.isprintable() else "?" for c in line))
    return status


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
