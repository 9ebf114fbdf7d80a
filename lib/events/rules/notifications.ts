export interface NotificationKindInfo {
  label: string;
  hint: string;
  /** Unless the person chose otherwise. */
  isInApp: boolean;
  isEmailed: boolean;
}

/** What people are told of, and how when they have not said otherwise. */
export const NOTIFICATION_KINDS = {
  "approval.requested": {
    label: "A decision waits for me",
    hint: "A request that you may approve was opened, delegated to you or changed.",
    isInApp: true,
    isEmailed: true,
  },
  "approval.decided": {
    label: "My request was decided",
    hint: "Approved, rejected, sent back, expired or applied.",
    isInApp: true,
    isEmailed: true,
  },
  "approval.commented": {
    label: "Comments on requests of mine",
    hint: "Somebody wrote on a request that you opened or voted on.",
    isInApp: true,
    isEmailed: false,
  },
  "approval.emergency": {
    label: "Emergency promotions",
    hint: "Somebody went past the approvals; a follow-up waits.",
    isInApp: true,
    isEmailed: true,
  },
  "approval.overdue": {
    label: "Overdue decisions and follow-ups",
    hint: "What waits for you, or what you asked for, was not decided in time.",
    isInApp: true,
    isEmailed: true,
  },
  "approval.lapsed": {
    label: "Lapsed approvals",
    hint: "What serves by an approval has not been looked at again in time.",
    isInApp: true,
    isEmailed: true,
  },
  "deployment.rolled-back": {
    label: "Rollbacks",
    hint: "A deployment that you made, or whose traffic you set, was rolled back.",
    isInApp: true,
    isEmailed: true,
  },
  "deployment.rollout": {
    label: "Rollouts",
    hint: "A rollout that you started, or of a deployment that you made, waits, is paused or is over.",
    isInApp: true,
    isEmailed: false,
  },
  "incident.opened": {
    label: "Incidents",
    hint: "Something was found about a deployment or a monitor that you made, or an incident of yours got worse.",
    isInApp: true,
    isEmailed: true,
  },
  "incident.acted": {
    label: "What is done about incidents",
    hint: "Slipway acted by a response that you set, could not, or a retraining of yours waits or failed.",
    isInApp: true,
    isEmailed: true,
  },
  "policy.changed": {
    label: "Policies",
    hint: "A policy was proposed, published or weakened.",
    isInApp: true,
    isEmailed: false,
  },
  "webhook.failing": {
    label: "Failing webhooks",
    hint: "A webhook that you made no longer takes deliveries.",
    isInApp: true,
    isEmailed: true,
  },
} as const satisfies Record<string, NotificationKindInfo>;

export type NotificationKind = keyof typeof NOTIFICATION_KINDS;

export const isNotificationKind = (kind: string): kind is NotificationKind =>
  Object.hasOwn(NOTIFICATION_KINDS, kind);

// Object.keys of a literal answers exactly its keys.
export const NOTIFICATION_KIND_NAMES = Object.keys(NOTIFICATION_KINDS) as NotificationKind[];

export interface Channels {
  isInApp: boolean;
  isEmailed: boolean;
}

/** How somebody is told: as they chose, else as the kind's default says. */
export function channelsOf(kind: NotificationKind, chosen: Channels | undefined): Channels {
  const { isInApp, isEmailed } = chosen ?? NOTIFICATION_KINDS[kind];
  return { isInApp, isEmailed };
}
