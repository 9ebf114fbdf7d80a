/** What a new pipeline begins with, and what the empty list shows. */
export const EXAMPLE_DECLARATION = `command: python train.py --rows {{ rows }} --model {{ model }}
parameters:
  rows:
    type: integer
    default: 10000
    min: 100
    description: How many customers it learns from
  model:
    type: choice
    choices: [linear, trees]
    default: trees
limits:
  wallClockSeconds: 3600
retries: 1
`;
