import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Gallery } from "@/components/shell/gallery/gallery";
import { getPerson } from "@/lib/access/page-actor";
import { env } from "@/lib/core/env";

export const metadata: Metadata = { title: "Components" };

/** For developers: open while developing, for operators on an installation. */
export default async function GalleryPage() {
  if (env().NODE_ENV !== "development" && !(await getPerson()).isOperator) notFound();
  return <Gallery now={Date.now()} />;
}
