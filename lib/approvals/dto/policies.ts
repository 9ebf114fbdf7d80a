import type { Role } from "@/lib/access/permissions";
import type { PolicyDocument } from "../schema/policies";
import type { PersonDto } from "./shapes";

export interface PolicyVersionDto {
  id: string;
  number: number;
  status: "draft" | "published" | "discarded";
  kind: "revise" | "retire";
  document: PolicyDocument;
  documentHash: string;
  reason: string;
  /** Whether it asks for less than what is in force now (a draft) or than what it replaced (a published one). */
  isWeaker: boolean;
  /** In which respects, a sentence each. */
  weakenings: string[];
  author: string | null;
  createdAt: string;
  publishedBy: string | null;
  publishedAt: string | null;
  /** Whether the asker may publish it, and else why not. */
  mayPublish: boolean;
  publishRefusal: string | null;
}

export interface PolicyDto {
  id: string;
  name: string;
  isDefault: boolean;
  inForce: PolicyVersionDto | null;
  draft: PolicyVersionDto | null;
  /** Numbers of published versions, newest first, are in `listPolicyVersions`. */
  versionCount: number;
  /** Requests that wait and are decided under it: whoever changes it asks their signers again. */
  openRequests: number;
  createdAt: string;
}

/** Somebody who signs by role, for choosing the members of a group. */
export interface ApproverDto extends PersonDto {
  role: Role;
}
