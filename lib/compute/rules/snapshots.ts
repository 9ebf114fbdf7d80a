import type { JobSpec } from "../schema/jobs";

type Source = NonNullable<JobSpec["source"]>;
type Snapshot = Extract<Source, { snapshot: string }>;

export const isSnapshot = (source: JobSpec["source"]): source is Snapshot =>
  source !== null && "snapshot" in source;

/** For a machine of which only Python is known to be there. What the archive holds was judged when it was uploaded. */
const FETCH = `
import hashlib, os, sys, tarfile, tempfile, urllib.request, zipfile
address, expected = sys.argv[1:]
token = os.environ["MLFLOW_TRACKING_TOKEN"]
request = urllib.request.Request(address, headers={"Authorization": "Bearer " + token})
digest = hashlib.sha256()
with tempfile.TemporaryFile() as archive:
    with urllib.request.urlopen(request, timeout=120) as answer:
        for part in iter(lambda: answer.read(1 << 20), b""):
            digest.update(part)
            archive.write(part)
    if digest.hexdigest() != expected:
        sys.exit("Its hash is another one.")
    archive.seek(0)
    is_zip = archive.read(2) == b"PK"
    archive.seek(0)
    if is_zip:
        with zipfile.ZipFile(archive) as source:
            for one in source.infolist():
                mode = one.external_attr >> 16
                if mode & 0o170000 == 0o120000:
                    os.makedirs(os.path.dirname(one.filename) or ".", exist_ok=True)
                    os.symlink(source.read(one).decode(), one.filename)
                else:
                    path = source.extract(one)
                    if mode & 0o100:
                        os.chmod(path, 0o755)
    else:
        with tarfile.open(fileobj=archive, mode="r:gz") as source:
            safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            source.extractall(**safe)
print("Slipway unpacked snapshot " + expected, flush=True)
`;

const SCRIPT = `{ [ -z "$(ls -A)" ] || cd "$(mktemp -d)"; } &&
"$(command -v python3 || command -v python)" -c "$1" "$2" "$3" || { echo "The source could not be fetched."; exit 1; }
shift 3
exec "$@"`;

/** The command with its snapshot fetched before: in its working folder, or in an empty one where that holds something. */
export const fetchingCommand = (
  command: readonly string[],
  { sha256, address }: { sha256: string; address: string },
): string[] => ["sh", "-c", SCRIPT, "sh", FETCH, address, sha256, ...command];
