"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { toast } from "@/components/ui/toast";
import { voteAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import type { Decision, Meaning } from "@/lib/approvals/schema/requests";

interface Draft {
  meaning: Meaning;
  remark: string;
  password: string;
  /** A day as the browser gives it, or nothing. */
  until: string;
}

interface Problem {
  statement?: string | undefined;
  password?: string | undefined;
  validUntil?: string | undefined;
  form?: string | undefined;
}

/** Whoever is turned down is told what for. */
const WHY = {
  request_changes: "Say what has to change.",
  reject: "Say why it is rejected.",
} as const;

interface Signing {
  request: ApprovalRequestDetailDto;
  decision: Decision;
  onClose: () => void;
}

/** The end of a day in UTC: the same moment whoever chooses it and wherever. */
export const endOfDay = (day: string): Date | null =>
  day === "" ? null : new Date(`${day}T23:59:00.000Z`);

/** A signature while it is being given: on the evidence that the signer has seen, whatever becomes of it meanwhile. */
export function useSigning({ request, decision, onClose }: Signing) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  // One key a dialog: the same signature sent again counts once.
  const [signatureKey] = useState(() => crypto.randomUUID());
  const [seen, setSeen] = useState({
    hash: request.evidence.hash,
    revision: request.evidence.revision,
  });
  const [draft, setDraft] = useState<Draft>({
    meaning: "approval",
    remark: "",
    password: "",
    until: "",
  });
  const [problem, setProblem] = useState<Problem>({});
  const [isSigning, setIsSigning] = useState(false);
  const validUntil = endOfDay(draft.until);
  const sign = async () => {
    const { meaning, remark, password } = draft;
    if (decision !== "approve" && remark.trim() === "") {
      setProblem({ statement: WHY[decision] });
      return;
    }
    setIsSigning(true);
    const result = await voteAction({
      workspace,
      number: request.number,
      decision,
      meaning,
      statement: remark,
      evidenceHash: seen.hash,
      signatureKey,
      ...(decision === "approve" && validUntil ? { validUntil } : {}),
      ...(request.signing.method === "password" ? { password } : {}),
    });
    setIsSigning(false);
    if (result.ok) {
      toast("Signed", { tone: "success" });
      onClose();
      return;
    }
    const { code, fields, message } = result.error;
    setProblem(
      fields?.password || fields?.validUntil
        ? { password: fields.password, validUntil: fields.validUntil }
        : { form: message },
    );
    // Whatever it conflicts with is read, so that the reader sees it.
    if (code === "CONFLICT") router.refresh();
  };
  const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more });
  /** Takes the evidence as it is now for what is signed. */
  const lookAgain = () => {
    setSeen({ hash: request.evidence.hash, revision: request.evidence.revision });
    setProblem({});
  };
  const hasChanged = seen.hash !== request.evidence.hash;
  return { seen, draft, validUntil, problem, isSigning, hasChanged, sign, change, lookAgain };
}
