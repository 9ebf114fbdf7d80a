import { withoutCredentials } from "@/lib/core/text";
import type { JobSpec } from "../schema/jobs";
import { unpinnedData } from "./datasets";
import { isSnapshot } from "./snapshots";
import { shellText } from "./variables";

type Source = JobSpec["source"];
type GitSource = Exclude<NonNullable<Source>, { snapshot: string }>;

/** The repository of a source that is one. */
export const gitOf = (source: Source): GitSource | null =>
  source === null || isSnapshot(source) ? null : source;

/** A source as people and programs are shown it: an earlier version took in addresses with passwords. */
export function shownSource(source: Source): Source {
  const git = gitOf(source);
  return git ? { ...git, url: withoutCredentials(git.url) } : source;
}

/** Whether the address of a source names a password. */
export function namesPassword(source: Source): boolean {
  const git = gitOf(source);
  return git !== null && withoutCredentials(git.url) !== git.url;
}

const COMMIT = /^[0-9a-f]{40}$/;
const FETCHED = "Slipway fetched commit";
const FETCHED_LINE = new RegExp(`^${FETCHED} ([0-9a-f]{40})\\r?$`, "m");

/** Fetches one commit, or everything where a server does not hand out single ones. */
function fetchScript({ url, ref }: GitSource): string {
  const shallow = shellText(["git", "fetch", "-q", "--depth", "1", "--", url, ref]);
  const branches = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
  const whole = shellText(["git", "fetch", "-q", "--", url, ...branches]);
  const there = `${whole} && ${shellText(["git", "checkout", "-q", "--detach", ref])}`;
  return [
    "export GIT_TERMINAL_PROMPT=0",
    '{ [ -z "$(ls -A)" ] || cd "$(mktemp -d)"; }',
    "git init -q .",
    `if ${shallow}; then git checkout -q --detach FETCH_HEAD; else ${there}; fi`,
    `echo "${FETCHED} $(git rev-parse HEAD)"`,
  ].join(" && ");
}

/** The command with its source fetched before: in its working folder, or in an empty one where that holds something. */
export function sourcedCommand(command: readonly string[], source: Source): string[] {
  const git = gitOf(source);
  if (!git) return [...command];
  const script = `${fetchScript(git)} || { echo "The source could not be fetched."; exit 1; }`;
  return ["sh", "-c", `${script}\nexec "$@"`, "sh", ...command];
}

/** The commit that a log says was fetched. */
export const fetchedCommit = (log: string): string | null => FETCHED_LINE.exec(log)?.[1] ?? null;

/** A source with what is known of its commit: the next attempt and every repetition take the very same. */
export function pinnedSource(source: Source, commit: string | null): Source {
  const git = gitOf(source);
  return git && commit !== null ? { ...git, ref: commit } : source;
}

/** Tags that tell where a run's code came from, in MLflow's names. */
export function sourceTags({ command, source }: JobSpec): { key: string; value: string }[] {
  const git = gitOf(source);
  return [
    { key: "mlflow.source.type", value: "JOB" },
    { key: "mlflow.source.name", value: command.join(" ").slice(0, 500) },
    ...(git ? [{ key: "mlflow.source.git.repoURL", value: withoutCredentials(git.url) }] : []),
    ...(git && COMMIT.test(git.ref) ? [{ key: COMMIT_TAG, value: git.ref }] : []),
    ...(isSnapshot(source) ? [{ key: SNAPSHOT_TAG, value: source.snapshot }] : []),
  ];
}

const SNAPSHOT_TAG = "slipway.source.snapshot";
export const COMMIT_TAG = "mlflow.source.git.commit";

interface Pinnable
  extends Pick<JobSpec, "command" | "source" | "datasets" | "environment" | "runtimeEnvironment"> {
  sourceCommit: string | null;
  /** Whether a file was found in its folder that names one version of each package. */
  hasLock: boolean;
}

function hasPinnedPackages({ pip, image_uri: image }: Record<string, unknown>): boolean {
  if (typeof image === "string" && /@sha256:[0-9a-f]{64}$/.test(image)) return true;
  return (
    Array.isArray(pip) &&
    pip.length > 0 &&
    pip.every((one) => typeof one === "string" && /==|@\s*https?:.*#sha256=/.test(one))
  );
}

/** What may be different when the job is run again, as far as it can be seen from what it was given. */
export function unpinned(job: Pinnable) {
  const { source, sourceCommit, environment, runtimeEnvironment } = job;
  const git = gitOf(source);
  const isPinned = git === null || sourceCommit !== null || COMMIT.test(git.ref);
  return [
    ...(source
      ? []
      : [
          "Code: the command takes what it finds where it runs. Name a git source, or upload a snapshot.",
        ]),
    ...(git && !isPinned
      ? [`Code: “${git.ref}” is no commit, and none has been fetched yet.`]
      : []),
    ...unpinnedData(job.datasets),
    ...(job.hasLock || hasPinnedPackages(runtimeEnvironment)
      ? []
      : [
          "Packages: those that are installed where it runs. No lock file of its source was found.",
        ]),
    ...([...Object.keys(environment), ...job.command].some((text) => /seed/i.test(text))
      ? []
      : ["Chance: no variable or argument sets a seed."]),
  ];
}
