"use client";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { promotionChoicesOptions } from "@/lib/approvals/query-options";
import type { Target } from "@/lib/approvals/schema/policies";
import { findPlace } from "./target-choice";

/** Finds the policy over a place of a model, once it is known what is protected. */
export function useProtectedPlaces(name: string, version: number) {
  const { slug } = useWorkspace();
  const { data } = useQuery(promotionChoicesOptions(slug, name, version));
  return (target: Target) => findPlace(data?.targets ?? [], target);
}
