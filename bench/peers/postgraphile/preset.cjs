// PostGraphile on schema api: functions that only read are queries, the others mutations.
"use strict";

const { Pool } = require("pg");
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
  grafserv: { graphiql: false, graphiqlOnGraphQLGET: false, websockets: false, outputDataAsString: true },
  grafast: { explain: false },
};
