// Node, Fastify and the official SDK's signature check before each handler.
import Fastify from "fastify";
import formbody from "@fastify/formbody";
import { answer, menu, outcome, token, validate } from "./call.mjs";

const app = Fastify({ logger: false });
await app.register(formbody);
app.addHook("preHandler", async (request, reply) => {
  const signature = request.headers["x-twilio-signature"] ?? "";
  if (!validate(token, signature, `https://courtesy.example${request.url}`, request.body ?? {})) {
    return reply.code(403).send("not signed by us");
  }
});
app.post("/answers", async (_, reply) => reply.type("text/xml").send(answer()));
app.post("/keys", async (_, reply) => reply.type("text/xml").send(menu()));
app.post("/outcomes", async (request, reply) => reply.type("text/xml").send(outcome(request.body.Digits)));
await app.listen({ port: 0, host: "127.0.0.1" });
console.log(app.server.address().port);
