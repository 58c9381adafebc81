"""Personal data: what each app keeps of whom and why, declared beside its models; what forgets it reads that."""

from leader.shared.personal_data.declaring import (
    ERASED,
    ERASED_ADDRESS,
    Kept,
    Place,
    Processing,
    declare,
    declare_none,
    declared,
    none_declared,
    processings,
)
from leader.shared.personal_data.subjects import Subject

__all__ = [
    "ERASED",
    "ERASED_ADDRESS",
    "Kept",
    "Place",
    "Processing",
    "Subject",
    "declare",
    "declare_none",
    "declared",
    "none_declared",
    "processings",
]
