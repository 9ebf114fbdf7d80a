import { z } from "zod";
import { revealGateSecret } from "@/lib/approvals/commands/gate-secrets";
import { reportGate, revokeWaiver, waiveGate } from "@/lib/approvals/commands/gates";
import {
  reportGateInput,
  revokeWaiverInput,
  waiveGateInput,
} from "@/lib/approvals/schema/gate-reports";
import { gateSecretInput } from "@/lib/approvals/schema/policies";
import { defineOperation } from "../rest-route";

const tag = "Gates";
const request = "/approval-requests/{number}";
const gate = `${request}/gates/{gateKey}`;
const changed = z.object({ number: z.number().int() });
const params = reportGateInput.pick({ number: true, gateKey: true });
const inPath = { number: true, gateKey: true } as const;

export const gateOperations = [
  defineOperation({
    id: "revealGateSecret",
    method: "POST",
    path: "/approval-policies/{policyId}/gates/{gateKey}/secret",
    access: "policy:write",
    tag,
    summary:
      "The secret with which a webhook gate signs what it asks; that it was shown is on record",
    params: gateSecretInput,
    answer: z.object({ secret: z.string() }),
    run: revealGateSecret,
  }),
  defineOperation({
    id: "reportGate",
    method: "POST",
    path: `${gate}/reports`,
    access: "check:report",
    tag,
    summary: "Report what a check outside of Slipway found; the same reportKey counts once",
    params,
    body: reportGateInput.omit(inPath),
    answer: changed.extend({ isNew: z.boolean() }),
    status: 201,
    run: reportGate,
  }),
  defineOperation({
    id: "waiveGate",
    method: "POST",
    path: `${gate}/waivers`,
    access: "gate:waive",
    tag,
    summary: "Let a gate that does not pass hold nothing up until a time; signatures start again",
    params,
    body: waiveGateInput.omit(inPath),
    answer: changed.extend({ waiverId: z.string() }),
    status: 201,
    run: waiveGate,
  }),
  defineOperation({
    id: "revokeGateWaiver",
    method: "DELETE",
    path: `${request}/waivers/{waiverId}`,
    access: "gate:waive",
    tag,
    summary: "End a waiver before its time; signatures start again",
    params: revokeWaiverInput,
    answer: null,
    run: async (actor, input) => {
      await revokeWaiver(actor, input);
    },
  }),
];
