/** How a refusal of a protected place ends, where an approval is what is missing. */
export const APPROVAL_NEEDED = "An approval is needed: open an approval request for it.";
