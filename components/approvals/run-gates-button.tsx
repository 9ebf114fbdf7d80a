"use client";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { runGatesAgainAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";

/** Has every gate look once more. */
export function RunGatesButton({ request }: { request: ApprovalRequestDetailDto }) {
  const { slug: workspace } = useWorkspace();
  const mayRun = useCan("approval:request");
  const [isRunning, setIsRunning] = useState(false);
  const { number, status } = request;
  if (!mayRun || (status !== "pending" && status !== "approved")) return null;
  const run = async () => {
    setIsRunning(true);
    const result = await runGatesAgainAction({ workspace, number });
    setIsRunning(false);
    if (result.ok) toast("The gates have been run again", { tone: "success" });
    else toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button size="sm" loading={isRunning} onClick={() => void run()} className="print:hidden">
      <RefreshCw aria-hidden="true" />
      Run again
    </Button>
  );
}
