"""What a person does with an import: hand in a file, map its columns, answer its doubts, confirm it, abandon it.

The work itself is a job of ``territories.tasks``, queued in the same transaction.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from territories.imports.forgetting import forget_lines
from territories.models import CompanyImport
from territories.tasks import confirm_import, preview_import

State = CompanyImport.State


@transaction.atomic
def receive(file: UploadedFile, **told: Any) -> CompanyImport:
    """Keep the file and have it previewed; ``told`` holds the author, the territory and the like."""
    company_import = CompanyImport.objects.create(file=file, file_name=(file.name or "")[-200:], **told)
    preview_import.defer(import_id=company_import.pk)
    return company_import


@transaction.atomic
def change_mapping(company_import: CompanyImport, mapping: dict[str, int]) -> None:
    """Read the lines again by ``mapping``; raise WrongStateError unless previewed.

    The answers to doubtful lines were given for what the old columns said: they are asked again.
    """
    _preview_again(company_import, mapping=mapping, choices={})


@transaction.atomic
def answer_doubts(company_import: CompanyImport, answers: dict[int, int]) -> None:
    """Keep for each doubtful line the key of the company that it means, 0 for a new one; compare again."""
    choices = company_import.choices | {str(line): company for line, company in answers.items()}
    _preview_again(company_import, choices=choices)


def _preview_again(company_import: CompanyImport, **changed: Any) -> None:
    company_import.move([State.PREVIEWED], State.UPLOADED, notice="", **company_import.again(), **changed)
    preview_import.defer(import_id=company_import.pk)


@transaction.atomic
def ask_to_write(company_import: CompanyImport, attempt: int) -> None:
    """Have the preview of that ``attempt`` written; raise WrongStateError when another one stands there now."""
    company_import.attempt = attempt
    company_import.move([State.PREVIEWED], State.CONFIRMED, notice="")
    confirm_import.defer(import_id=company_import.pk)


@transaction.atomic
def abandon(company_import: CompanyImport) -> None:
    """Forget an import that was not written, with its file; raise WrongStateError if it was, or is being."""
    company_import.move([State.UPLOADED, State.PREVIEWED, State.FAILED], State.FAILED)
    forget_lines(company_import)
    company_import.delete()
