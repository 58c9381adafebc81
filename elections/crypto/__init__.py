"""Secret ballots that anyone can verify: the Belenios v1 public archive format, in pure Python, without Django.

Section numbers in this package are those of our reference of that format: 2 group, 3 encodings, 4 hashing, 5 codes
and credentials, 6 election, 7 answers and proofs, 8 ballot, 9 trustee keys, 10 threshold ceremony, 11 tally,
12 decryption and result, 13 archive, 14 what a verifier checks (its ids, A1 to J3, are those of ``RefusedError``).

Group elements and scalars are integers (``gmpy2.mpz`` where gmpy2 is installed), never negative. Everything that
is stored or sent is text.
"""
