import { z } from "zod";
import { defineDownload } from "@/lib/access/define-route";
import { exportCheckpoints } from "@/lib/audit/queries/proof";

export const GET = defineDownload({ input: z.object({}), run: exportCheckpoints });
