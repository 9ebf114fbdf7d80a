import type { Metadata, Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { PublicPage } from "@/components/workspaces/public-page";
import { SignInForm } from "@/components/workspaces/sign-in-form";
import { getSession } from "@/lib/access/page-actor";
import { providerButtons } from "@/lib/access/providers";
import { safeCallback } from "@/lib/workspaces/rules";

export const metadata: Metadata = { title: "Sign in" };

const searchSchema = z.object({
  callbackUrl: z.string().optional().catch(undefined),
  error: z.string().max(100).optional().catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = searchSchema.parse(await searchParams);
  const callback = safeCallback(callbackUrl, (await headers()).get("host") ?? undefined);
  // A path of ours, checked just now.
  if (await getSession()) redirect(callback as Route);
  return (
    <PublicPage
      title="Sign in to Slipway"
      description={callback === "/" ? undefined : "Then you continue to the page you asked for."}
    >
      <SignInForm providers={providerButtons()} callback={callback} error={error} />
    </PublicPage>
  );
}
