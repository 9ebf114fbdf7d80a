"use client";
import { Page, PageBody } from "@/components/shell/page";
import { PageError } from "@/components/shell/page-error";
import { PageHeader } from "@/components/shell/page-header";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <Page>
      <PageHeader title="Something went wrong" />
      <PageBody>
        <PageError error={error} retry={reset} />
      </PageBody>
    </Page>
  );
}
