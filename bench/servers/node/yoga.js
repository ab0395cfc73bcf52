// GraphQL Yoga on Node's HTTP server; documents are parsed and validated once, which is its default.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";
import { verifier } from "./people.js";
import { contextOf, resolvers } from "./resolvers.js";
import { connect } from "./table.js";

const options = JSON.parse(process.argv[2]);
const table = connect(options);
const subject = verifier(options);
const typeDefs = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => contextOf(table, subject(request.headers.get("authorization") ?? "")),
  graphiql: false,
  landingPage: false,
  logging: false,
});

createServer(yoga).listen(options.port, "127.0.0.1");
