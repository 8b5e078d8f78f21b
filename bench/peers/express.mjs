// Node, Express and the official SDK's signature check, as its documentation shows them.
import express from "express";
import twilio from "twilio";
import { answer, menu, outcome, token } from "./call.mjs";

const app = express();
app.use(express.urlencoded({ extended: false }));
const signed = twilio.webhook(token, { protocol: "https", host: "courtesy.example" });
app.post("/answers", signed, (_, response) => response.type("text/xml").send(answer()));
app.post("/keys", signed, (_, response) => response.type("text/xml").send(menu()));
app.post("/outcomes", signed, (request, response) => response.type("text/xml").send(outcome(request.body.Digits)));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
