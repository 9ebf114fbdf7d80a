"use client";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What a failed page shows. The server has logged the rest under the reference. */
export function PageError({ error, retry }: PageErrorProps) {
  useEffect(() => {
    document.title = "Something went wrong · Slipway";
  }, []);
  return (
    <ErrorState
      title="This page could not be shown"
      reference={error.digest}
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      The server failed or did not answer. Try again; if it keeps happening, give the reference to
      whoever runs this server.
    </ErrorState>
  );
}
