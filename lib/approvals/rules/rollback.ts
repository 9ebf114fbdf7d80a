import type { SignatureComparison } from "@/lib/models/rules/signatures";
import type { RollbackCheckDto } from "../dto/rollback";

/** What is known of the version that a rollback leads to. */
export interface RollbackFacts {
  version: number;
  /** Null for one that is not there any more. */
  status: string | null;
  /** "readable" when its MLmodel file was read just now. */
  files: "readable" | "unreadable" | "elsewhere";
  /** The newest verdict of a gate that loaded it, and when that was. */
  loaded: { verdict: string; at: Date } | null;
  /** Of that version against what is to be rolled back. */
  signature: SignatureComparison;
  /** The request that brought it to the target before. */
  approvedIn: number | null;
}

const FILES: Readonly<Record<RollbackFacts["files"], Omit<RollbackCheckDto, "key">>> = {
  readable: { state: "ok", text: "Its files are in the store, and its MLmodel file was read." },
  unreadable: { state: "problem", text: "Its MLmodel file could not be read from the store." },
  elsewhere: {
    state: "unknown",
    text: "Its files are kept elsewhere, where Slipway cannot look.",
  },
};

function loadCheck(loaded: RollbackFacts["loaded"]): Omit<RollbackCheckDto, "key"> {
  if (!loaded) return { state: "unknown", text: "That its files are whole was never verified." };
  const at = loaded.at.toISOString().slice(0, 10);
  return loaded.verdict === "pass"
    ? { state: "ok", text: `Its files were verified by a gate on ${at}.` }
    : { state: "problem", text: `The gate that verified its files on ${at} did not pass.` };
}

function signatureCheck({
  compatibility,
  reasons,
}: SignatureComparison): Omit<RollbackCheckDto, "key"> {
  const [first = ""] = reasons;
  if (compatibility === "compatible")
    return { state: "ok", text: "Whoever calls the new version can call it instead." };
  return compatibility === "incompatible"
    ? { state: "problem", text: `Callers of the new version would fail with it. ${first}` }
    : { state: "unknown", text: `Whether callers can go back is not known. ${first}` };
}

/** What was verified of the way back, what was not, and what stands in it. */
export function rollbackChecks(facts: RollbackFacts): RollbackCheckDto[] {
  const { version, status, approvedIn } = facts;
  if (status === null)
    return [{ key: "exists", state: "problem", text: `Version ${version} was deleted.` }];
  return [
    { key: "exists", state: "ok", text: `Version ${version} exists.` },
    status === "READY"
      ? { key: "ready", state: "ok", text: "It is ready." }
      : { key: "ready", state: "problem", text: "Its registration was never finished." },
    { key: "files", ...FILES[facts.files] },
    { key: "loads", ...loadCheck(facts.loaded) },
    { key: "signature", ...signatureCheck(facts.signature) },
    approvedIn === null
      ? { key: "approved", state: "unknown", text: "It came to the target without a request here." }
      : { key: "approved", state: "ok", text: `It was approved in request ${approvedIn}.` },
  ];
}
