"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { SubjectDto } from "@/lib/monitors/dto/monitors";
import { windowInWords } from "@/lib/monitors/rules/words";

interface WindowLinkProps {
  window: { opensAt: number; closesAt: number; datasetVersion?: number | null | undefined };
  dataset: SubjectDto["dataset"];
}

/** What a window is called; a version of a dataset leads to that version. */
export function WindowLink({ window, dataset }: WindowLinkProps) {
  const { slug } = useWorkspace();
  const name = windowInWords(window);
  if (!dataset || !window.datasetVersion) return name;
  const href = routes.dataset(slug, dataset.id, { version: String(window.datasetVersion) });
  return (
    <Link href={href} className="text-accent-fg underline underline-offset-2">
      {name}
    </Link>
  );
}
