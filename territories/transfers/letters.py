"""The leads of both territories are told of a transfer: when it is asked for, and when it is answered."""

from datetime import date

from leader.shared import mails
from territories.applications.recipients import of_leads, of_staff
from territories.models import Transfer


def tell_asked(transfer: Transfer, day: date) -> None:
    """Tell both sides that a transfer is asked for; the staff where nobody leads the side that is to answer."""
    other = transfer.destination_id if transfer.asked_for_id == transfer.origin_id else transfer.origin_id
    answering = of_leads(other, day) or of_staff()
    _send("transfer_asked", transfer, [*of_leads(transfer.asked_for_id, day), *answering])


def tell_answered(transfer: Transfer, day: date) -> None:
    """Tell both sides what was answered."""
    _send(
        "transfer_answered",
        transfer,
        [*of_leads(transfer.origin_id, day), *of_leads(transfer.destination_id, day)],
    )


def _send(template: str, transfer: Transfer, recipients: list[str]) -> None:
    once = {address.lower(): address for address in recipients}
    mails.send(template, once.values(), {"transfer": transfer})
