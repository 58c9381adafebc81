"""What this app, the floor below and the libraries keep of people."""

from datetime import date

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context
from procrastinate.contrib.django.models import ProcrastinateJob

from leader.shared import mails
from leader.shared.models import Attempts, CachedValue, Erasure, Letter, RetentionRun, SentForm
from leader.shared.personal_data import (
    ERASED,
    ERASED_ADDRESS,
    Kept,
    Processing,
    Subject,
    declare,
    declare_none,
    erasing,
)
from leader.shared.personal_data.subjects import finds_subjects
from members.duplicates.forgetting import ERASED_PERSON, forget_about
from members.forgetting import (
    CONTRACT_KEPT,
    CONTRACT_LAW,
    forget_requests,
    represented_within_contract,
    used_after,
)
from members.models import (
    Activity,
    Activity2025,
    ActivitySection,
    Company,
    CompanyDomain,
    CompanyFigures,
    CompanyKeyword,
    CompanyPage,
    ContactPreference,
    DataRequest,
    Disclosure,
    DuplicatePair,
    DuplicateSearch,
    JoinRequest,
    Keyword,
    LegalCategory,
    Membership,
    MergeRecord,
    Person,
    RegisterAnswer,
    RegisterDifference,
    RegisterGate,
    RegisterSnapshot,
    Representative,
    Site,
    StaffBand,
    TeamInvitation,
    User,
)
from members.subjects import find

MEMBERS = Processing(
    key="members", name=_("Companies, members and those who represent them"),
    purpose=_("To keep the register of members, who represents and votes for each company, and the directory."),
    basis=_("The contract of membership; the federation's legitimate interest in knowing whom it speaks with."),
    people=_("Those who represent a company."),
    recipients=_("The staff, the leads of the company's territory, the members (names and functions)."),
    retention=_(
        "The time of the membership, then five years: the contract may be disputed that long. Who never"
        " represented a company: five years after the last thing known of them. Invitations and requests to join"
        " a team: two years."
    ),
)  # fmt: skip
ACCOUNTS = Processing(
    key="accounts", name=_("Accounts and security"),
    purpose=_("To sign in, to protect the accounts, and to know who changed what."),
    basis=_("The contract of use; the legitimate interest of the federation in the security of its data."),
    people=_("Whoever has an account."),
    recipients=_("The staff."),
    retention=_(
        "Accounts without a person in the register: five years after the last use; the others, as long as their"
        " person. Sessions two weeks, jobs that failed thirty days."
    ),
)  # fmt: skip
LETTERS = Processing(
    key="letters", name=_("Letters and choices of letters"),
    purpose=_("To write to people, and to write no more to those who refuse."),
    basis=_("The legitimate interest of the federation; everybody may object, purpose by purpose."),
    people=_("Whoever is written to."),
    recipients=_("The staff; the server that carries the mail."),
    retention=_(
        "Until the letter is sent; thirty days where the address refuses it; a choice as long as it is not"
        " changed."
    ),
)  # fmt: skip
REQUESTS = Processing(
    key="requests", name=_("Requests about personal data"),
    purpose=_("To answer the requests made under the RGPD, and to show that they were answered."),
    basis=_("The legal duty of the federation."),
    people=_("Whoever asks."),
    recipients=_("The staff."),
    retention=_("Five years after the answer."),
)  # fmt: skip


finds_subjects(find)


def _accounts_of(whose: Subject) -> QuerySet[User]:
    """Return the accounts of the person, and those that nobody's person is behind, by their address."""
    own = Q(person=whose.person) if whose.person else Q(pk__in=[])
    return User.objects.filter(own | Q(person=None, email__in=whose.addresses))


@erasing.obstacle
def still_votes(whose: Subject) -> list[str]:
    """Somebody who votes for a member company is replaced first."""
    voting = Representative.objects.running_on(timezone.localdate()).exclude(vote=Representative.Vote.NONE)
    members = Company.objects.members_on(timezone.localdate())
    spells = voting.filter(person=whose.person, company__in=members).select_related("company")
    said = gettext("This person votes for %(company)s, a member: name another representative, then end this one.")
    return [said % {"company": spell.company} for spell in spells] if whose.person else []


@erasing.obstacle
def is_one_of_several(whose: Subject) -> list[str]:
    """Of several who have one mailbox, the one who asks is named first."""
    said = gettext("Several people have this address: say first which of them asks.")
    return [said] if whose.shared and not whose.person else []


@erasing.obstacle
def is_staff(whose: Subject) -> list[str]:
    """The account of staff is closed by whoever gives the rights, first."""
    said = gettext("This person is of the staff: take the rights away first.")
    return [said] if _accounts_of(whose).filter(is_staff=True).exists() else []


@mails.objections
def refusing(purpose: str, addresses: list[str]) -> set[str]:
    """Return the addresses that refuse letters of ``purpose``."""
    refused = ContactPreference.objects.filter(purpose=purpose, is_wanted=False, email__in=addresses)
    return set(refused.values_list("email", flat=True))


def _end_sessions(whose: Subject) -> None:
    accounts = {str(key) for key in _accounts_of(whose).values_list("pk", flat=True)}
    if not accounts:
        return
    open_ = Session.objects.filter(expire_date__gte=timezone.now()).iterator(chunk_size=500)
    ended = [session.pk for session in open_ if session.get_decoded().get("_auth_user_id") in accounts]
    Session.objects.filter(pk__in=ended).delete()


def _close_accounts(whose: Subject) -> None:
    """End the sessions and free every address of the accounts: a closed one would keep its next owner out.

    By the account: a second address that stands in somebody else's file is none of the subject's, but it is here.
    """
    _end_sessions(whose)
    EmailAddress.objects.filter(user__in=erasing.rows_of_model(User, whose)).delete()


def _lately_represented() -> Q:
    return represented_within_contract(timezone.localdate())


def _account_in_use(day: date) -> Q:
    """Return the condition that an account is of the staff, or was made or used in the last five years."""
    return Q(is_staff=True) | Q(is_superuser=True) | Q(used_after(day - CONTRACT_KEPT), is_active=True)


def _waits_on(day: date) -> Q:
    ended = Q(accepted_at__date__gte=day) | Q(withdrawn_at__date__gte=day)
    return Q(accepted_at=None, withdrawn_at=None, expires_at__date__gte=day) | ended


def _close_requests(whose: Subject) -> None:
    """Close what else they asked, which is done with, and delete what they never confirmed."""
    theirs = DataRequest.objects.filter(
        Q(person=whose.person or 0) | Q(email__in=whose.addresses), answered_at=None
    )
    theirs.exclude(confirmed_at=None).update(outcome=DataRequest.Outcome.DONE, answered_at=timezone.now())
    forget_requests(theirs.filter(confirmed_at=None))


declare(Person, MEMBERS, person="pk", addresses=["email"], blank=ERASED_PERSON)
declare(
    MergeRecord, MEMBERS, person="person", free=["removed_name"], secret=["content"],
    also=forget_about,
)  # fmt: skip
declare_none(DuplicatePair, DuplicateSearch, because="keys of two records, and why they look alike")
declare(
    Representative, MEMBERS, person="person", plain=["function"],
    kept=Kept(CONTRACT_LAW, names=True, while_=_lately_represented),
)  # fmt: skip
declare(
    Company, MEMBERS, addresses=["email"], blank={"email": ""}, free=["phone", "description"],
    plain=[
        "siren", "country", "foreign_number", "name", "legal_category", "activity_2025", "address", "postal_code",
        "city", "website",
    ],
)  # fmt: skip
declare(Membership, MEMBERS, free=["ending_reason"])
declare(Disclosure, MEMBERS, person="person", deletes=True)
declare(
    TeamInvitation, MEMBERS, addresses=["email"], secret=["secret_digest"],
    blank={"given_name": "", "family_name": ERASED, "email": ERASED_ADDRESS, "function": ""}, current=_waits_on,
)  # fmt: skip
declare(
    JoinRequest, MEMBERS, person="user__person", addresses=["email"],
    current=lambda day: Q(state=JoinRequest.State.WAITING) | Q(decided_at__date__gte=day),
    blank={"email": ERASED_ADDRESS, "function": ""},
)  # fmt: skip
declare(Site, MEMBERS, free=["phone"], plain=["name", "siret", "address", "postal_code", "city"])
declare(
    CompanyPage, MEMBERS, free=["seeks", "offers", "logo_alt", "social_pages"],
    plain=["logo", "logo_small", "logo_digest", "public_parts"],
)  # fmt: skip
declare(RegisterDifference, MEMBERS, free=["note"], plain=["ours", "theirs"])
declare_none(CompanyDomain, CompanyKeyword, Keyword, RegisterSnapshot, because="companies and their public data")
declare(
    User, ACCOUNTS, person="person", addresses=["email"], secret=["password"],
    blank={"email": ERASED_ADDRESS, "is_active": False, "password": "!"}, also=_close_accounts,
    current=_account_in_use, looks_back=True,
)  # fmt: skip
declare(EmailAddress, ACCOUNTS, person="user__person", addresses=["email"], deletes=True)
declare(EmailConfirmation, ACCOUNTS, person="email_address__user__person", secret=["key"], deletes=True)
declare(
    Authenticator, ACCOUNTS, person="user__person", addresses=["user__email"], secret=["data"], deletes=True,
)  # fmt: skip
declare(Session, ACCOUNTS, secret=["session_key", "session_data"])  # ended with the account, above
declare(LogEntry, ACCOUNTS, person="user__person", free=["object_repr", "change_message"], plain=["object_id"])
declare(Context, ACCOUNTS, free=["metadata"])
declare(
    ProcrastinateJob, ACCOUNTS, free=["args"], plain=["queue_name", "task_name", "lock", "queueing_lock", "status"]
)
declare(SentForm, ACCOUNTS, free=["headers", "messages"], plain=["owner"], secret=["key"])
declare(
    Letter, LETTERS, addresses=["recipient"], deletes=True,
    free=["subject", "text", "refusal", "calendar", "reply_to"],
    plain=["message_id", "purpose", "calendar_method"],
    secret=["text", "calendar", "stop_path", "secret"],  # they may hold a code or a link that lets its owner in
)  # fmt: skip
declare(ContactPreference, LETTERS, addresses=["email"], blank={"email": ERASED_ADDRESS}, deletes=True)
declare(
    DataRequest, REQUESTS, person="person", addresses=["email"], blank={"email": ERASED_ADDRESS, "words": ""},
    free=["extended_because", "answer"], also=_close_requests,
    current=lambda day: Q(confirmed_at__isnull=False, answered_at=None) | Q(answered_at__date__gte=day),
)  # fmt: skip
declare_none(
    Activity, ActivitySection, Activity2025, LegalCategory, StaffBand, RegisterGate, CompanyFigures,
    because="nomenclatures and figures of companies",
)  # fmt: skip
declare_none(RegisterAnswer, because="public answers of the register of companies, directors left out; a day")
declare_none(Attempts, CachedValue, because="digests and counts, which expire within a day")
declare_none(Erasure, RetentionRun, because="keys, keyed digests and counts")
