"use client";
import { PageError } from "@/components/shell/page-error";
import "./globals.css";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function GlobalErrorPage({ error, reset }: Props) {
  return (
    <html lang="en">
      <body>
        <PageError error={error} retry={reset} />
      </body>
    </html>
  );
}
