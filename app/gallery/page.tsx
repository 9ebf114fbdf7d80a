import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Gallery } from "@/components/shell/gallery/gallery";
import { env } from "@/lib/core/env";

export const metadata: Metadata = { title: "Components" };

/** For developers. */
export default function GalleryPage() {
  if (env().NODE_ENV !== "development") notFound();
  return <Gallery now={Date.now()} />;
}
