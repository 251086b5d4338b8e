// Serves PostGraphile on 127.0.0.1:$PORT with $WORKERS processes.
"use strict";

const cluster = require("node:cluster");
const { createServer } = require("node:http");

async function serve() {
  const { postgraphile } = require("postgraphile");
  const { grafserv } = require("postgraphile/grafserv/node");
  const serv = postgraphile(require("./preset.cjs")).createServ(grafserv);
  const server = createServer();
  server.on("error", (error) => {
    throw error;
  });
  await serv.addTo(server);
  await serv.ready();
  server.listen(Number(process.env.PORT), "127.0.0.1");
}

const workers = Number(process.env.WORKERS ?? 1);
if (cluster.isPrimary && workers > 1) {
  for (let number = 0; number < workers; number++) cluster.fork();
  process.on("SIGTERM", () => process.exit(0)); // the workers end with the channel to their parent
  cluster.on("exit", () => process.exit(1));
} else {
  process.on("SIGTERM", () => process.exit(0));
  serve();
}
