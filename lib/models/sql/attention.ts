import "server-only";

/** The columns of `AttentionDto`, of a left join of `model_attention` called `t`. */
export const ATTENTION = `json_build_object(
  'waiting', coalesce(t.waiting, 0), 'overdue', coalesce(t.overdue, 0), 'failing', coalesce(t.failing, 0),
  'renewals', coalesce(t.renewals, 0), 'followUps', coalesce(t.follow_ups, 0)) AS attention`;
