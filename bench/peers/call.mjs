// The application that both peers answer: a reminder's opening, its menu, and a key that confirms. Nothing is kept.
import twilio from "twilio";

export const token = "key";
export const validate = twilio.validateRequest;

const voice = { language: "en-US" };

function asks(action, words) {
  const response = new twilio.twiml.VoiceResponse();
  response.gather({ numDigits: 1, timeout: 5, action, method: "POST" }).say(voice, words);
  response.redirect({ method: "POST" }, "/silence");
  return response.toString();
}

export function answer() {
  return asks("/keys", "This is a message from Maple Dental. To hear it, press 1. For no more calls, press 9.");
}

export function menu() {
  return asks(
    "/outcomes",
    "Your appointment with Maple Dental is on Thursday, May 14, at 2 PM. To confirm it, press 1. " +
      "To cancel it, press 2. To be called back, press 3. To hear it again, press 4. For no more calls, press 9.",
  );
}

export function outcome(digits) {
  const response = new twilio.twiml.VoiceResponse();
  const said = { 1: "is confirmed", 2: "is cancelled" }[digits] ?? "stands";
  response.say(voice, `Thank you. Your appointment on Thursday, May 14, at 2 PM, ${said}. Goodbye.`);
  response.hangup();
  return response.toString();
}
