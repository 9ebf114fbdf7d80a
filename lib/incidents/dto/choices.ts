interface Choice {
  value: string;
  label: string;
}

/** What maintenance can be of, and what a route can want and tell; of each as many as a form lists. */
export interface AlertingChoicesDto {
  deployments: Choice[];
  monitors: Choice[];
  environments: Choice[];
  models: Choice[];
  people: Choice[];
  /** None for who may not know them. */
  webhooks: Choice[];
}
