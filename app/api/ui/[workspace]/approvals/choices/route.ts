import { defineRoute } from "@/lib/access/define-route";
import { getPromotionChoices } from "@/lib/approvals/queries/promotion-choices";
import { promotionChoicesInput } from "@/lib/approvals/schema/requests";

export const GET = defineRoute({ input: promotionChoicesInput, run: getPromotionChoices });
