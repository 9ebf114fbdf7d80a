import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** History of a webhook: which delivery is open, and where the page before ended. */
export const deliveryParams = { delivery: parseAsString, after: parseAsString };
export const loadDeliveryParams = createLoader(deliveryParams);

export const notificationParams = {
  show: parseAsStringLiteral(["all", "unread"]).withDefault("all"),
  after: parseAsString,
};
export const loadNotificationParams = createLoader(notificationParams);
