// PostGraphile on schema api: functions that only read are queries, the others mutations.
"use strict";

const { Pool } = require("pg");
const { defaultMaskError } = require("postgraphile/grafserv");
const { GraphQLError } = require("postgraphile/graphql");
const { PostGraphileAmberPreset } = require("postgraphile/presets/amber");
const { pgSmartTags } = require("postgraphile/utils");
const { service } = require("./adaptor.cjs");

// What the adaptor does for every request is nothing that requests should ask for.
const HIDDEN = ["enter", "idempotency_keep", "act_for"];
const hide = pgSmartTags(
  HIDDEN.map((name) => ({
    kind: "procedure",
    match: (procedure) => procedure.getNamespace()?.nspname === "api" && procedure.proname === name,
    tags: { behavior: "-*" },
  })),
);

// Who breaks a rule is told which, as over TicketFirst's own HTTP; anything else is the log's, by its hash.
function maskError(error) {
  const { code, constraint, column, message } = error.originalError ?? {};
  if (!/^(TF|23|28)/.test(code ?? "")) return defaultMaskError(error);
  const { nodes, source, positions, path, originalError } = error;
  const extensions = { code, rule: constraint, field: column };
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}

module.exports = {
  extends: [PostGraphileAmberPreset],
  plugins: [hide],
  pgServices: [
    service({
      pool: new Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL_SIZE ?? 8) }),
      schemas: ["api"],
      pubsub: false,
    }),
  ],
  // Lists as lists: the connections of GraphQL have an argument `after` of their own, and so have these functions.
  schema: { defaultBehavior: "-node -connection +list" },
  grafserv: {
    graphiql: false,
    graphiqlOnGraphQLGET: false,
    websockets: false,
    outputDataAsString: true,
    maskError,
  },
  grafast: { explain: false },
};
