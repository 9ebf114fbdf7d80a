import { z } from "zod";
import { monitorInput } from "@/lib/monitors/schema/monitors";

const moment = z.number().int().min(0).max(8.64e15);

export const readAnnotationsInput = monitorInput.extend({ from: moment, to: moment });
export type ReadAnnotationsInput = z.output<typeof readAnnotationsInput>;
