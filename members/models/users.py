"""Accounts: an e-mail address is the name."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models.people import Person


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Make accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without ``password`` it signs in by a code sent to ``email``."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account of the staff with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Self:
        """Find the account whatever the case of the address."""
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """An account. ``is_staff`` means the staff of the federation, who may do everything in the admin."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(
        Person, models.SET_NULL, related_name="user", null=True, blank=True, verbose_name=_("person")
    )
    is_staff = models.BooleanField(_("staff of the federation"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_whatever_the_case",
                violation_error_message=_("An account has this e-mail already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
