import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import type { cardForm } from "@/lib/models/schema/cards";

export type CardFormInput = z.input<typeof cardForm>;
export type CardFormValues = z.output<typeof cardForm>;
export type CardFormApi = UseFormReturn<CardFormInput, unknown, CardFormValues>;
