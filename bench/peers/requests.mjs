// requests.mjs FOLDER COUNT: as many signed requests of each kind as there are calls, for courtesy_bench_load.
import { writeFileSync } from "node:fs";
import { createHmac } from "node:crypto";
import { token } from "./call.mjs";

const [folder, count] = [process.argv[2], Number(process.argv[3])];

function sign(url, fields) {
  const text = Object.keys(fields).sort().reduce((all, name) => all + name + fields[name], url);
  return createHmac("sha1", token).update(text).digest("base64");
}

function place(prefix) {
  return { [`${prefix}City`]: "NEW YORK", [`${prefix}Country`]: "US", [`${prefix}State`]: "NY", [`${prefix}Zip`]: "10001" };
}

function request(path, i, more) {
  const to = `+1212555${String(i % 10000).padStart(4, "0")}`;
  const from = "+12125550199";
  const fields = {
    AccountSid: "AC00000000000000000000000000000001", ApiVersion: "2010-04-01",
    CallSid: `CA${i.toString(16).padStart(32, "0")}`, CallStatus: "in-progress",
    Called: to, ...place("Called"), Caller: from, ...place("Caller"), Direction: "outbound-api",
    From: from, ...place("From"), To: to, ...place("To"), ...more,
  };
  const form = new URLSearchParams(fields).toString();
  const text =
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n` +
    `X-Twilio-Signature: ${sign(`https://courtesy.example${path}`, fields)}\r\nUser-Agent: TwilioProxy/1.1\r\n` +
    `Content-Length: ${Buffer.byteLength(form)}\r\n\r\n${form}`;
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([size, bytes]);
}

const pressed = { Digits: "1", msg: "Gather End" };
for (const [name, more] of [["answers", {}], ["keys", pressed], ["outcomes", pressed]]) {
  writeFileSync(`${folder}/${name}`, Buffer.concat(Array.from({ length: count }, (_, i) => request(`/${name}`, i, more))));
}
