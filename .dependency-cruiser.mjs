const TESTS = "\\.(test|spec)\\.tsx?$|^e2e/|^lib/testing/";
const ROLE = (names) => `^lib/(protocols/)?[^/]+/(${names})(\\.ts$|/)`;
const SERVER = `${ROLE("queries|commands|jobs|sql|adapters|actor|sessions")}|^lib/(db|queue|storage|worker|server)/|^lib/protocols/`;
const CLIENT_SAFE = ROLE("schema|rules|dto|search-params|query-options");
const DOMAINLESS = "^components/(ui|charts|tables|graph)/";
const valueOnly = { dependencyTypesNot: ["type-only"] };

/** The import order of `lib`: a folder may use those before it, never those after it. */
const ORDER = [
  "core",
  "db",
  "access",
  "audit",
  "queue",
  "events",
  "storage",
  "workspaces",
  "experiments",
  "runs",
  "datasets",
  "models",
  "approvals",
  "records",
  "compute",
  "pipelines",
  "sweeps",
  "deployments",
  "gateway",
  "monitors",
  "incidents",
  "costs",
  "lineage",
  "portfolio",
  "home",
  "reports",
  "protocols",
  "worker",
  "server",
];

const forbid = (name, comment, from, to, more = {}) => ({
  name,
  comment,
  severity: "error",
  from,
  to,
  ...more,
});

const importOrder = ORDER.slice(0, -1).map((folder, index) =>
  forbid(
    `order-${folder}`,
    "Inside lib, imports go from right to left in the domain order.",
    { path: `^lib/${folder}/`, pathNot: TESTS },
    { path: `^lib/(${ORDER.slice(index + 1).join("|")})/` },
  ),
);

export default {
  forbidden: [
    ...importOrder,
    forbid("no-cycles", "No import cycles, type-only ones included.", {}, { circular: true }),
    forbid(
      "lib-looks-down",
      "lib knows nothing of screens.",
      { path: "^lib/" },
      { path: "^(app|components|e2e)/" },
    ),
    forbid(
      "components-look-down",
      "components never reach up into routes.",
      { path: "^components/" },
      { path: "^(app|e2e)/" },
    ),
    forbid(
      "primitives-know-no-domain",
      "ui, charts, tables and graph know each other and lib/core, nothing else of ours.",
      { path: DOMAINLESS },
      { path: ["^components/", "^lib/"], pathNot: [DOMAINLESS, "^lib/core/"] },
    ),
    forbid(
      "components-stay-in-the-browser",
      "Components take actions, DTOs, schemas, rules and query options; never server files.",
      { path: "^components/" },
      { path: SERVER, ...valueOnly },
    ),
    forbid(
      "client-safe-stays-client-safe",
      "schema, rules, dto, search-params and query-options also run in the browser.",
      { path: CLIENT_SAFE },
      { path: SERVER, ...valueOnly },
    ),
    forbid(
      "rules-are-pure",
      "Rules decide; they import no framework and no database; mathematics and the calendar are none. Who may do what is itself such a rule.",
      { path: ROLE("rules"), pathNot: TESTS },
      {
        pathNot: [
          ROLE("rules|schema|dto"),
          "^lib/core/",
          "^lib/access/permissions\\.ts$",
          "^node_modules/@stdlib/",
          "^node_modules/croner/",
        ],
      },
    ),
    forbid(
      "protocols-hold-no-sql",
      "A protocol translates between the wire and the domain; it holds no SQL.",
      { path: "^lib/protocols/", pathNot: TESTS },
      { path: "^lib/db/" },
    ),
    forbid(
      "db-has-few-doors",
      "Only data files and foundations hold the client; dto sees row types.",
      {
        pathNot: [
          "^lib/(db|access|audit|queue|events|storage|worker|server)/",
          `${ROLE("queries|commands|jobs|sql|dto")}`,
          "^(prisma|scripts|bench)/",
          "^server\\.ts$",
          TESTS,
        ],
      },
      { path: "^lib/db/" },
    ),
    forbid(
      "generated-is-private",
      "Prisma's output is reached through lib/db only.",
      { pathNot: "^lib/db/" },
      { path: "^lib/db/generated/" },
    ),
    forbid(
      "pages-do-not-write",
      "Writes go through actions or route handlers.",
      { path: "^app/", pathNot: "/route\\.ts$" },
      { path: ROLE("commands") },
    ),
    forbid(
      "no-orphans",
      "Delete what nobody imports.",
      {
        orphan: true,
        pathNot: [
          "^(app|prisma|scripts|bench|examples)/",
          TESTS,
          "\\.d\\.ts$",
          "^[^/]+\\.m?[jt]s$",
        ],
      },
      {},
    ),
    forbid("tests-stay-out", "Source never imports tests.", { pathNot: TESTS }, { path: TESTS }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: ["node_modules", "^lib/db/generated/"] },
    exclude: { path: "^(\\.next|dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
