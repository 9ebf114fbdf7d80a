-- Which models serve in production, without a look at each model: the aliases that say so, whatever their case.
CREATE INDEX model_aliases_serving_idx ON model_aliases (model_id) WHERE lower(alias) IN ('champion', 'production');
