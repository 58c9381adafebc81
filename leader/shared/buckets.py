"""Uploaded files in a bucket of any service that speaks S3, by a setting; imported where that setting is made.

The bucket is private: no address of it is ever handed out, every file goes through the page that asks who reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

IN_MEMORY = 1024 * 1024  # bytes of a file that is read; the rest stands in the temporary folder


class BucketStorage(S3Storage):
    """A bucket whose failures are those of a disk, so that pages need to know one kind."""

    config = Config(
        connect_timeout=3,
        read_timeout=15,
        retries={"total_max_attempts": 2},
        s3={"addressing_style": "path"},
        # Newer checksums than many services know are sent where they are asked for alone.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )

    def get_default_settings(self) -> dict[str, Any]:
        """Return the library's settings: private, a file is never written over another."""
        own = {"file_overwrite": False, "default_acl": None, "max_memory_size": IN_MEMORY}
        return {**super().get_default_settings(), **own}

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _told_as_of_a_disk():
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> Any:
        with _told_as_of_a_disk():
            return super()._save(name, content)

    def exists(self, name: str) -> Any:
        """Tell whether the file is there."""
        with _told_as_of_a_disk():
            return super().exists(name)

    def delete(self, name: str) -> None:
        """Delete the file; one that is gone is no failure."""
        with _told_as_of_a_disk():
            super().delete(name)

    def listdir(self, name: str) -> Any:
        """Return what stands under ``name``, names of folders and of files."""
        with _told_as_of_a_disk():
            return super().listdir(name)

    def size(self, name: str) -> Any:
        """Return the size in bytes."""
        with _told_as_of_a_disk():
            return super().size(name)


@contextmanager
def _told_as_of_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(f"The bucket does not answer as it should: {type(error).__name__}") from error
