import type { PolicyDto } from "@/lib/approvals/dto/policies";
import type { GateKind } from "@/lib/approvals/schema/gates";
import {
  type APPROVER_ROLES,
  type DraftPolicyInput,
  draftPolicyInput,
  type PolicyDocument,
  type RiskTier,
  type Target,
} from "@/lib/approvals/schema/policies";
import { GATE_KIND_INFO } from "./gate-settings";

type Fields = Readonly<Record<string, string>>;

export interface TargetDraft extends Target {
  id: string;
}

export interface GroupDraft {
  id: string;
  name: string;
  members: readonly string[];
  needed: string;
}

export interface GateDraft {
  id: string;
  key: string;
  kind: GateKind;
  title: string;
  isBlocking: boolean;
  /** As typed; people are a list. */
  config: Readonly<Record<string, string | readonly string[]>>;
}

/** A policy while it is written: numbers are what was typed. */
export interface PolicyDraft {
  name: string;
  reason: string;
  targets: readonly TargetDraft[];
  riskTiers: readonly RiskTier[];
  quorum: string;
  roles: readonly (typeof APPROVER_ROLES)[number][];
  groups: readonly GroupDraft[];
  gates: readonly GateDraft[];
  validityDays: string;
  /** Empty for never. */
  reapprovalDays: string;
  dueDays: string;
  isAppliedByHand: boolean;
  mustFollowPlan: boolean;
}

export const newId = () => crypto.randomUUID();

const EMPTY: PolicyDraft = {
  name: "",
  reason: "",
  targets: [{ id: "first", kind: "alias", value: "" }],
  riskTiers: [],
  quorum: "1",
  roles: ["approver", "admin"],
  groups: [],
  gates: [],
  validityDays: "14",
  reapprovalDays: "",
  dueDays: "3",
  isAppliedByHand: false,
  mustFollowPlan: false,
};

const typedConfig = (config: object): GateDraft["config"] =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );

function fromDocument(document: PolicyDocument): Omit<PolicyDraft, "name" | "reason"> {
  const { targets, riskTiers, roles, groups, gates } = document;
  return {
    targets: targets.map((target) => ({ ...target, id: newId() })),
    riskTiers,
    quorum: String(document.quorum),
    roles,
    groups: groups.map((group) => ({ ...group, id: newId(), needed: String(group.needed) })),
    gates: gates.map((gate) => ({ ...gate, id: newId(), config: typedConfig(gate.config) })),
    validityDays: String(document.validityDays),
    reapprovalDays: document.reapprovalDays === null ? "" : String(document.reapprovalDays),
    dueDays: String(document.dueDays),
    isAppliedByHand: document.isAppliedByHand,
    mustFollowPlan: document.mustFollowPlan,
  };
}

/** What the editor begins with: the draft that is there, else what is in force, else nothing. */
export function startOf(policy: PolicyDto | null): PolicyDraft {
  const known = policy?.draft ?? policy?.inForce;
  if (!policy || !known) return { ...EMPTY, name: policy?.name ?? "" };
  return { ...fromDocument(known.document), name: policy.name, reason: policy.draft?.reason ?? "" };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** The settings of a gate as its kind wants them; what was left empty is left out. */
function configOf({ kind, config }: GateDraft): Record<string, unknown> {
  return Object.fromEntries(
    GATE_KIND_INFO[kind].settings.flatMap(({ name, type, choices }) => {
      const value = config[name] ?? choices?.[0]?.value ?? "";
      if (value === "" || value.length === 0) return [];
      return [[name, type === "number" ? Number(value) : value]];
    }),
  );
}

const withoutId = <T extends { id: string }>({ id: _, ...rest }: T) => rest;

/** The draft as the command takes it, or what is wrong with it, by field path. */
export function parseDraft(
  draft: PolicyDraft,
  policyId: string | undefined,
): { ok: true; input: DraftPolicyInput } | { ok: false; fields: Fields } {
  const { name, reason, targets, groups, gates, riskTiers, roles, ...times } = draft;
  const parsed = draftPolicyInput.safeParse({
    ...(policyId ? { policyId } : {}),
    name,
    reason,
    document: {
      targets: targets.map(withoutId),
      riskTiers,
      roles,
      quorum: numberOf(times.quorum),
      groups: groups.map((group) => ({ ...withoutId(group), needed: numberOf(group.needed) })),
      gates: gates.map((gate) => ({ ...withoutId(gate), config: configOf(gate) })),
      validityDays: numberOf(times.validityDays),
      reapprovalDays: times.reapprovalDays.trim() === "" ? null : numberOf(times.reapprovalDays),
      dueDays: numberOf(times.dueDays),
      isAppliedByHand: times.isAppliedByHand,
      mustFollowPlan: times.mustFollowPlan,
    },
  });
  if (parsed.success) return { ok: true, input: parsed.data };
  const fields = parsed.error.issues.map(({ path, code, message }) => [
    path.filter((part) => part !== "document").join("."),
    code === "invalid_type" ? "Fill this in." : message,
  ]);
  return { ok: false, fields: Object.fromEntries(fields.reverse()) };
}
