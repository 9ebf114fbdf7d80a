"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { SubjectDto } from "@/lib/monitors/dto/monitors";

interface SubjectLinkProps {
  subject: SubjectDto;
  className: string;
}

/** Leads to what is watched, or to what an incident is of. */
export function SubjectLink({ subject: { deployment, dataset }, className }: SubjectLinkProps) {
  const { slug } = useWorkspace();
  if (dataset)
    return (
      <Link href={routes.dataset(slug, dataset.id)} className={className}>
        {dataset.name}
      </Link>
    );
  if (deployment === null) return null;
  return (
    <Link href={routes.deployment(slug, deployment)} className={className}>
      {deployment}
    </Link>
  );
}
