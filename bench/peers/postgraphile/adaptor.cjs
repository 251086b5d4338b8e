// Lets PostGraphile call TicketFirst's functions. Each transaction has to begin with api.enter, which says whose token it
// is. PostGraphile's own adaptor would take four round trips for that (begin, settings, query, commit); this one writes
// api.enter into the statement, so that a request is one statement, one transaction and one round trip.
"use strict";

const { hash } = require("node:crypto");
const postgres = require("postgraphile/adaptors/pg");

// The inner SELECT depends on the row of api.enter, so PostgreSQL cannot begin with it.
function read(text, count) {
  return (
    `select q.* from api.enter($${count + 1}::bytea) as e` +
    ` cross join lateral (select t.* from (${text}) as t where e.actor is not null offset 0) as q`
  );
}

// The rows are kept as JSON with the key, in the same transaction; a repeated request gets them from there.
function keyed(text, count) {
  const [credential, key, fingerprint] = [1, 2, 3].map((number) => `$${count + number}`);
  return (
    `select case when e.replay is not null then e.replay else api.idempotency_keep(${key}::text,` +
    ` (select coalesce(json_agg(t), '[]') from (${text}) as t where e.actor is not null)) end` +
    ` from api.enter(${credential}::bytea, key => ${key}::text, fingerprint => ${fingerprint}::bytea) as e`
  );
}

// The shapes of statements are few, as documents are few: each is made and named once.
const made = new Map();
function statement(make, text, count) {
  const known = made.get(make)?.get(text);
  if (known !== undefined) return known;
  const whole = make(text.replace(/;\s*$/, ""), count);
  const named = { text: whole, name: hash("sha1", whole) };
  if (!made.has(make)) made.set(make, new Map());
  const texts = made.get(make);
  if (texts.size >= 500) texts.clear();
  texts.set(text, named);
  return named;
}

// What PostGraphile uses as its client: `client`, with the caller of this request let in wherever something is asked.
function entering(client, caller) {
  return {
    rawClient: client.rawClient,
    withTransaction: (callback) =>
      client.withTransaction(async (transaction) => {
        await transaction.query({ text: "select from api.enter($1::bytea)", values: [caller.credential] });
        return callback(transaction);
      }),
    async query({ text, values = [], name, arrayMode }) {
      // PostGraphile names the statements that read, for preparing them, and leaves those of mutations unnamed.
      if (name !== undefined || caller.key === undefined) {
        const all = [...values, caller.credential];
        return client.query({ ...statement(read, text, values.length), values: all, arrayMode });
      }
      const fingerprint = hash("sha256", JSON.stringify([text, values]), "buffer");
      const all = [...values, caller.credential, caller.key, fingerprint];
      const answer = await client.query({ ...statement(keyed, text, values.length), values: all, arrayMode: true });
      const rows = answer.rows[0][0];
      // The columns are named 0, 1, 2, …, which is the order of their values.
      return { ...answer, rows: arrayMode ? rows.map((row) => Object.values(row)) : rows, rowCount: rows.length };
    },
  };
}

function createWithPgClient(settings, variant) {
  const plain = postgres.createWithPgClient(settings, variant);
  const withPgClient = (caller, callback) =>
    plain(null, (client) => callback(caller?.credential === undefined ? client : entering(client, caller)));
  withPgClient.release = plain.release;
  return withPgClient;
}

// The caller of a request, by its headers.
function caller(request) {
  const [, token] = /^Bearer (.+)$/.exec(request.http?.getHeader("authorization") ?? "") ?? [];
  if (token === undefined) return {};
  const key = request.http.getHeader("idempotency-key");
  return { credential: hash("sha256", token, "buffer"), ...(key && { key: `POST /graphql ${key}` }) };
}

function service(options) {
  const made = postgres.makePgService({ ...options, pgSettings: caller });
  made.adaptor = { ...made.adaptor, createWithPgClient };
  return made;
}

module.exports = { service };
