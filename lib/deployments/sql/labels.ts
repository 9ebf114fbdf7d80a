import "server-only";

/**
 * SQL of the label that a row of a prediction has by now: `at`, `value`, or no row. `p` is the prediction, `row` its row's
 * number. A label by the prediction's id goes before one by its business key. Of those by key it is the first one observed
 * at or after the prediction; else one observed earlier, when no prediction of that key is old enough to be its own.
 */
export const labelOf = (p: string, row: string): string => `SELECT found.at, found.value FROM (
    (SELECT l.at, l.value, 0 AS rank FROM prediction_labels l
     WHERE l.deployment_id = ${p}.deployment_id AND l.target = 'id:' || ${p}.id AND l.row_index = ${row}
     ORDER BY l.at DESC LIMIT 1)
    UNION ALL
    (SELECT l.at, l.value, 1 FROM prediction_labels l
     WHERE l.deployment_id = ${p}.deployment_id AND l.target = 'key:' || ${p}.key AND l.row_index = ${row} AND l.at >= ${p}.at
     ORDER BY l.at LIMIT 1)
    UNION ALL
    (SELECT l.at, l.value, 2 FROM prediction_labels l
     WHERE l.deployment_id = ${p}.deployment_id AND l.target = 'key:' || ${p}.key AND l.row_index = ${row} AND l.at < ${p}.at
       AND NOT EXISTS (SELECT 1 FROM predictions own
         WHERE own.deployment_id = ${p}.deployment_id AND own.key = ${p}.key AND own.at <= l.at)
     ORDER BY l.at DESC LIMIT 1)
  ) found ORDER BY found.rank LIMIT 1`;
