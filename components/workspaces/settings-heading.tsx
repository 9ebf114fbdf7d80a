import type { ReactNode } from "react";

interface SettingsHeadingProps {
  title: string;
  /** 1 where no page header has the title already. */
  level?: 1 | 2 | undefined;
  action?: ReactNode | undefined;
  /** What the page is about, in a sentence. */
  children: ReactNode;
}

export function SettingsHeading({ title, level = 2, action, children }: SettingsHeadingProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="grid min-w-0 grow basis-72 gap-0.5">
        <Heading className="font-semibold text-lg">{title}</Heading>
        <p className="text-pretty text-muted text-sm">{children}</p>
      </div>
      {action}
    </div>
  );
}
