// Apollo Server with its own HTTP server; documents are parsed and validated once, which is its default.
import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { verifier } from "./people.js";
import { contextOf, resolvers } from "./resolvers.js";
import { connect } from "./table.js";

const options = JSON.parse(process.argv[2]);
const table = connect(options);
const subject = verifier(options);
const typeDefs = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
const server = new ApolloServer({ typeDefs, resolvers, introspection: false });

await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: options.port },
  context: async ({ req }) => contextOf(table, subject(req.headers.authorization)),
});
