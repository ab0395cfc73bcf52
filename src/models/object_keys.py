"""Every key of the bucket."""

RAW_PREFIX = "raw/"


def raw_key(uid: str, upload: str) -> str:
    """S3 key of a file as it arrived."""
    return f"{RAW_PREFIX}{uid}/{upload}"


def parse_raw_key(key: str) -> tuple[str, str] | None:
    """(uid, upload id) of a raw file's key; None for any other key."""
    match key.split("/"):
        case ["raw", uid, upload] if uid and upload:
            return uid, upload
    return None


def detail_key(uid: str, aid: str, job: str) -> str:
    """S3 key of an activity's full-resolution series, as this job made it."""
    return f"detail/{uid}/{aid}/{job}.json.gz"


def export_key(uid: str, job: str) -> str:
    """S3 key of an export's archive."""
    return f"export/{uid}/{job}.tar"


def person_prefixes(uid: str) -> tuple[str, ...]:
    """Prefixes of every S3 key of a person."""
    return f"{RAW_PREFIX}{uid}/", f"detail/{uid}/", f"export/{uid}/"
