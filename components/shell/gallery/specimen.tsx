import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

interface SectionProps {
  title: string;
  children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  return (
    <section className="border-t py-5">
      <h3 className="mb-3 font-semibold text-base">{title}</h3>
      <div className="grid gap-4">{children}</div>
    </section>
  );
}

interface SpecimenProps {
  name: string;
  /** One below the other instead of side by side. */
  stacked?: boolean | undefined;
  children: ReactNode;
}

export function Specimen({ name, stacked = false, children }: SpecimenProps) {
  return (
    <div className="grid gap-1.5">
      <p className="text-subtle text-xs">{name}</p>
      <div className={cn(stacked ? "grid gap-3" : "flex flex-wrap items-center gap-2")}>
        {children}
      </div>
    </div>
  );
}
