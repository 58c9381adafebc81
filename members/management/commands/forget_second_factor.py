"""For somebody who has lost the telephone and the recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from leader.shared.mails import send
from members.models import User


class Command(BaseCommand):
    """Forget the second factor of an account, and tell its owner."""

    help = (
        "Forget the applications, keys and recovery codes of an account, once you are sure who asks."
        " A second run finds nothing to forget and is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the account."""
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *, email: str, **options: Any) -> None:
        """Delete what is enrolled; the letter leaves with it."""
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"No account has the address {email}.")
        forgotten = Authenticator.objects.filter(user=user).delete()[0]
        if forgotten:
            send("second_factor_forgotten", user.email, {})
        self.stdout.write(f"{forgotten} forgotten for {user.email}.")
