"""What every invitation by letter shares: whose address it is, and the account of somebody who has none.

The link shows that whoever holds it reads the letters of that address. It makes an account where there is
none. It never signs anybody in to an account that exists: that would go round its second factor.
"""

import hashlib
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from leader.shared.names import is_same_name
from members.accounts.adapter import verify
from members.models import Person, User

GOOD_FOR = timedelta(days=14)


class SpentError(Exception):
    """The invitation was accepted already, was replaced, or has expired."""


class WrongAccountError(Exception):
    """The invitation is for another address than the account's."""


class KnownAddressError(Exception):
    """The address has an account: its owner signs in first."""


def digest(secret: str) -> str:
    """Return what the database keeps of the secret in a link: whoever reads the table opens no door."""
    return hashlib.sha256(str(secret).encode()).hexdigest()


def holds(user: User, email: str) -> bool:
    """Tell whether ``email`` is the address of ``user``, or another that they have verified."""
    if user.email.casefold() == email.casefold():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def has_account(email: str) -> bool:
    """Tell whether somebody signs in with ``email``."""
    verified = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(email__iexact=email).exists() or verified.exists()


def account_of(email: str, given_name: str, family_name: str) -> User:
    """Return the account with this address, whatever its case; make it and its person where needed.

    A new account has no password: a code sent to the address lets its owner in. A known person keeps the
    name that is recorded; a mailbox may be shared, so that another name behind its address is another person.
    """
    user: User | None = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email)
    if user.person_id is None:
        user.person = _known(email, given_name, family_name) or Person.objects.create(
            given_name=given_name, family_name=family_name or email.split("@")[0], email=email
        )
        user.save(update_fields=["person"])
    return user


def _known(email: str, given_name: str, family_name: str) -> Person | None:
    """Return the one person who has the address, if they have no account and the name, where known, is theirs."""
    people = Person.objects.filter(email__iexact=email).select_related("user")[:2]
    if len(people) != 1 or hasattr(people[0], "user"):
        return None
    name = f"{given_name} {family_name}".strip()
    return people[0] if not name or is_same_name(str(people[0]), name) else None


def new_account(email: str, given_name: str, family_name: str) -> User:
    """Make the account of an invited address, verified, with its person; raise KnownAddressError."""
    if has_account(email):
        raise KnownAddressError
    try:
        with transaction.atomic():
            User.objects.create_user(email)
    except IntegrityError as error:  # made by another request at this moment
        raise KnownAddressError from error
    user = account_of(email, given_name, family_name)
    verify(user)
    return user
