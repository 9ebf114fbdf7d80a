import type { ApproverDto } from "@/lib/approvals/dto/policies";
import type { PolicyDraft } from "./policy-draft";

/** What every part of the editor gets. */
export interface EditorProps {
  draft: PolicyDraft;
  change: (more: Partial<PolicyDraft>) => void;
  /** Messages by field path. */
  fields: Readonly<Record<string, string>>;
  /** Of whom groups are made. */
  approvers: readonly ApproverDto[];
}
