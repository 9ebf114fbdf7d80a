"use client";
import { useRouter } from "next/navigation";
import { useLive } from "./live";

/** Has the server draw the page again when one of the topics changes. */
export function RefreshOnChange({ topics }: { topics: readonly string[] }) {
  const router = useRouter();
  useLive(topics, () => router.refresh());
  return null;
}
