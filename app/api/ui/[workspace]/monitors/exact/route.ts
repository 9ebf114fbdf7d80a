import { defineDownload } from "@/lib/access/define-route";
import { followExactly } from "@/lib/monitors/queries/exact-progress";
import { computeExactlyInput } from "@/lib/monitors/schema/comparisons";

export const GET = defineDownload({ input: computeExactlyInput, run: followExactly });
