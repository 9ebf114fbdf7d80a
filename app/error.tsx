"use client";
import { PageError } from "@/components/shell/page-error";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError error={error} retry={reset} />
    </main>
  );
}
