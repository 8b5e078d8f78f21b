#include "phonenet/handset/handsets.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/phone/number.h"
#include "base/whole_number.h"
#include "phonenet/json.h"
#include "phonenet/trace/call_page.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr std::string_view root = "/_/handsets";
constexpr std::size_t shown_calls = 20;
constexpr std::size_t shown_texts = 50;
constexpr std::size_t most_words = 1'000;
constexpr std::size_t most_keys = 50;

http::Response refusal(int status, std::string_view why) {
  return http::json_response(status, JsonObject().text("error", why).take());
}

http::Response done(bool now, std::string_view otherwise) {
  return now ? http::Response{.status = 204} : refusal(409, otherwise);
}

bool is_of(const Call& call, std::string_view number) { return (call.inbound ? call.from : call.to) == number; }

std::string call_line(const Call& call) {
  JsonObject json;
  json.text("sid", call.sid).boolean("mine", call.inbound).text("with", call.inbound ? call.to : call.from);
  json.boolean("dialled", !call.parent_sid.empty()).text("status", to_string(call.status));
  json.boolean("over", is_final(call.status)).text("at", courtesy::to_string(call.created));
  return json.number("seconds", call.seconds_talked()).take();
}

std::string text_line(const Text& text) {
  JsonObject json;
  json.text("sid", text.sid).boolean("mine", text.inbound).text("with", text.inbound ? text.to : text.from);
  json.text("body", text.body).text("status", to_string(text.status)).text("at", courtesy::to_string(text.created));
  return json.number("media", static_cast<std::int64_t>(text.media.size())).take();
}

/// A person, or the machine that somebody plays: `As=machine` with a `Greeting` in words, and `Mailbox` beep, silent or
/// full.
Result<Persona> picked_up_as(const Persona& handset, const Parameters& parameters) {
  Persona persona = handset;
  const std::string as = parameters.get("As", "person");
  if (as == "person") return persona;
  if (as != "machine") return invalid("As must be person or machine, not '" + as + "'");
  const std::string greeting = parameters.get("Greeting");
  if (greeting.size() > most_words) return invalid("Greeting is longer than 1000 bytes");
  const std::string mailbox = parameters.get("Mailbox", "beep");
  if (mailbox != "beep" && mailbox != "silent" && mailbox != "full") {
    return invalid("Mailbox must be beep, silent or full, not '" + mailbox + "'");
  }
  const milliseconds length = std::max(twiml::spoken_length(greeting), milliseconds{400});
  persona.machine = true;
  persona.greeting = {length, length};
  persona.before_beep = {milliseconds{600}, milliseconds{600}};
  persona.recording = {seconds{120}, seconds{120}};
  persona.beeps = mailbox == "beep";
  persona.records = mailbox != "full";
  if (!persona.records) persona.recording = {seconds{3}, seconds{3}};
  return persona;
}

}  // namespace

std::optional<http::Response> Handsets::answer(const http::Request& request, const Parameters& parameters) {
  const bool get = request.method == "GET";
  std::string_view path = request.path();
  constexpr std::string_view sounds = "/_/sounds/";
  if (get && path.starts_with(sounds)) {
    const auto* sound = office_.sounds.find(whole_number<std::uint64_t>(path.substr(sounds.size())).value_or(0));
    if (sound == nullptr) return refusal(404, "that sound is not kept any more");
    return http::Response{.status = 200, .headers = {{"Content-Type", sound->type}}, .body = sound->bytes};
  }
  if (!path.starts_with(root)) return std::nullopt;
  path.remove_prefix(root.size());
  if (path.empty()) return get ? list() : add(parameters);
  if (!path.starts_with("/")) return std::nullopt;
  path.remove_prefix(1);
  const auto slash = path.find('/');
  const auto number = http::percent_decode(path.substr(0, slash));
  if (!number || !is_by_hand(*number)) return refusal(404, "that number is no handset: POST /_/handsets makes it one");
  if (slash != std::string_view::npos) {
    if (get) return refusal(405, "what changes something is POSTed");
    return act(*number, path.substr(slash + 1), parameters);
  }
  if (request.method == "DELETE") return take_out(*number);
  return get ? show(*number) : refusal(405, "GET shows it, DELETE takes it out");
}

bool Handsets::is_by_hand(std::string_view number) const {
  return office_.settings.directory.who(number, office_.settings.seed).reach == Reach::by_hand;
}

http::Response Handsets::list() const {
  std::string handsets = "[";
  for (const std::string& number : office_.settings.directory.by_hand()) {
    const Call* open = const_cast<Handsets*>(this)->open_call(number);
    JsonObject json;
    json.text("number", number).text("status", open == nullptr ? "" : to_string(open->status));
    append_item(handsets, json.take());
  }
  std::string own = "[";
  for (const Number& number : const_cast<Office&>(office_).numbers.all()) {
    if (number.deleted) continue;
    JsonObject json;
    json.text("number", number.phone_number).text("name", number.friendly_name);
    json.boolean("calls", !number.voice_url.empty()).boolean("texts", !number.sms_url.empty());
    append_item(own, json.take());
  }
  JsonObject json;
  json.text("now", courtesy::to_string(office_.clock.now())).text("account", office_.settings.account_sid);
  json.raw("handsets", handsets + "]").raw("numbers", own + "]");
  return http::json_response(200, json.take());
}

http::Response Handsets::add(const Parameters& parameters) {
  const auto number = PhoneNumber::parse(parameters.get("Number"));
  if (!number) return refusal(400, "Number must be one in E.164, like +12125550101");
  if (office_.number_called(number->e164()) != nullptr) {
    return refusal(400, "that is a number of the account: the application answers it");
  }
  if (!is_by_hand(number->e164())) {
    if (office_.settings.directory.by_hand().size() >= most) return refusal(409, "there are 100 handsets already");
    if (open_call(number->e164()) != nullptr) return refusal(409, "somebody is on that phone just now");
    const auto put = office_.settings.directory.put(number->e164(), *built_in_persona("handset"));
    if (!put) return refusal(400, put.error().message);
    office_.pulse.beat();
  }
  return http::json_response(201, JsonObject().text("number", number->e164()).take());
}

http::Response Handsets::take_out(const std::string& number) {
  if (open_call(number) != nullptr) return refusal(409, "hang up first");
  office_.settings.directory.take_out(number);
  office_.pulse.beat();
  return http::Response{.status = 204};
}

Call* Handsets::open_call(const std::string& number) {
  auto& all = office_.calls.all();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Call& call) {
    return (call.line || call.leg) && !is_final(call.status) && call.status != CallStatus::queued &&
           is_of(call, number);
  });
  return found == all.rend() ? nullptr : &*found;
}

std::string Handsets::calls_of(const std::string& number) const {
  std::string array = "[";
  std::size_t count = 0;
  const auto& all = const_cast<Office&>(office_).calls.all();
  for (auto call = all.rbegin(); call != all.rend() && count < shown_calls; ++call) {
    if (call->deleted || !is_of(*call, number) || call->status == CallStatus::queued) continue;
    append_item(array, call_line(*call));
    ++count;
  }
  return array + "]";
}

/// Those that are on the phone: what has not arrived is not there.
std::string Handsets::texts_of(const std::string& number) const {
  std::vector<const Text*> found;
  const auto& all = const_cast<Office&>(office_).texts.all();
  for (auto text = all.rbegin(); text != all.rend() && found.size() < shown_texts; ++text) {
    const bool here = text->inbound ? text->from == number : text->to == number;
    if (here && !text->deleted && (text->inbound || text->status == TextStatus::delivered)) found.push_back(&*text);
  }
  std::string array = "[";
  for (auto text = found.rbegin(); text != found.rend(); ++text) append_item(array, text_line(**text));
  return array + "]";
}

http::Response Handsets::show(const std::string& number) const {
  const Call* open = const_cast<Handsets*>(this)->open_call(number);
  JsonObject json;
  json.text("number", number).text("now", courtesy::to_string(office_.clock.now()));
  json.raw("call", open == nullptr ? "null" : call_page(office_, *open));
  json.raw("calls", calls_of(number)).raw("texts", texts_of(number));
  return http::json_response(200, json.take());
}

http::Response Handsets::act(const std::string& number, std::string_view what, const Parameters& parameters) {
  Call* call = open_call(number);
  const auto line = call == nullptr ? nullptr : call->line;
  const auto leg = call == nullptr ? nullptr : call->leg;
  if (what == "answer") return pick_up(call, parameters);
  if (what == "decline") {
    return done((line && line->decline_by_hand()) || (leg && leg->decline_by_hand()), "nothing rings there");
  }
  if (what == "hang_up") {
    return done((line && line->hang_up_by_hand()) || (leg && leg->hang_up_by_hand()), "nobody is on that phone");
  }
  if (what == "keys") return press(call, parameters);
  if (what == "say") return say(call, parameters);
  if (what == "call") return call_out(number, parameters);
  if (what == "text") {
    const std::string to = parameters.get("To");
    if (parameters.get("Body").empty()) return refusal(400, "Body is empty");
    if (office_.number_called(to) == nullptr) return refusal(400, to + " is no number of the account");
    const Text& text = texts_.write_in(number, to, parameters.get("Body"));
    return http::json_response(201, JsonObject().text("sid", text.sid).take());
  }
  return refusal(404, "a handset knows answer, decline, keys, say, hang_up, call and text");
}

http::Response Handsets::pick_up(Call* call, const Parameters& parameters) {
  constexpr std::string_view nothing = "nothing rings there";
  if (call == nullptr) return refusal(409, nothing);
  if (const auto leg = call->leg) return done(leg->answer_by_hand(), nothing);
  auto persona = picked_up_as(*built_in_persona("handset"), parameters);
  if (!persona) return refusal(400, persona.error().message);
  const auto line = call->line;
  return done(line->answer_by_hand(std::make_shared<const Persona>(std::move(*persona)), parameters.get("Greeting")),
              nothing);
}

http::Response Handsets::press(Call* call, const Parameters& parameters) {
  const std::string keys = parameters.get("Digits");
  const bool known = keys.find_first_not_of("0123456789*#") == std::string::npos;
  if (keys.empty() || !known || keys.size() > most_keys) return refusal(400, "Digits may be 0-9 * and #, 50 at most");
  const auto line = call == nullptr ? nullptr : call->line;
  bool any = false;
  for (const char key : keys) any = (line && line->press_by_hand(key)) || any;
  return done(any, "nobody is on that phone who could press a key");
}

/// `Words`, aloud; without any somebody is about to speak, which a recording waits for.
http::Response Handsets::say(Call* call, const Parameters& parameters) {
  const std::string words = parameters.get("Words");
  if (words.size() > most_words) return refusal(400, "Words are more than 1000 bytes");
  const auto line = call == nullptr ? nullptr : call->line;
  const bool said = line && (words.empty() ? line->speaks_by_hand() : line->say_by_hand(words));
  return done(said, words.empty() ? "nothing is recorded there" : "nobody is on that phone who could speak");
}

http::Response Handsets::call_out(const std::string& number, const Parameters& parameters) {
  if (open_call(number) != nullptr) return refusal(409, "that phone is busy");
  auto call = exchange_.call_in(number, parameters.get("To"), *built_in_persona("handset"));
  if (!call) return refusal(400, call.error().message);
  return http::json_response(201, JsonObject().text("sid", (*call)->sid).take());
}

}  // namespace courtesy::phonenet
