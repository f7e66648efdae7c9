"""Files that are not on this machine: inputs read from, and corpora written to, an object store by its URL."""

from corpusclean.storage.bucket import Bucket, ahead, bucket_of
from corpusclean.storage.spool import fetched_once
from corpusclean.storage.url import Url, is_remote, local_path, url_of

__all__ = ["Bucket", "Url", "ahead", "bucket_of", "fetched_once", "is_remote", "local_path", "url_of"]
