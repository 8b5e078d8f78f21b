#include "api/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "api/error_codes.h"
#include "api/query_names.h"
#include "api/route.h"
#include "base/embedded.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;
using Array = boost::json::array;

struct Summary {
  std::string_view route;
  std::string_view words;
  std::string_view answer{};  ///< the schema of it, in answers/: of one or the other with `|`; empty: no JSON of ours
};

constexpr std::array summaries{
    Summary{"GET /setup", "Whether this installation still wants its operator and first account", "Setup"},
    Summary{"POST /setup", "Makes the operator and the first account; on loopback, once", "SignedIn"},
    Summary{"POST /sign-in", "A session, for email, password and, where there is one, the second factor", "SignedIn"},
    Summary{"POST /sign-out", "Ends the session that asks", "SignedIn"},
    Summary{"POST /links/ask", "A link for a new password, by letter; the answer is the same for every address",
            "Asked"},
    Summary{"POST /links/look", "What a link is for", "Welcome"},
    Summary{"POST /links/use", "Takes an invitation, or sets a new password", "SignedIn"},
    Summary{"GET /errors/{code}", "What an error code means, and how to mend it"},
    Summary{"GET /session", "Who asks, of which account, and what is stopped", "Session"},
    Summary{"POST /session/account", "Looks at another account of one's own", "LookedAt"},
    Summary{"GET /me", "One's name, second factor and sessions", "Me"},
    Summary{"POST /me/name", "Another name for oneself", "Me"},
    Summary{"POST /me/password", "Another password; other sessions end", "Me"},
    Summary{"POST /me/factor/begin", "A secret for an authenticator", "FactorBegun"},
    Summary{"POST /me/factor/prove", "The second factor is on from now", "Me"},
    Summary{"POST /me/factor/drop", "The second factor is off", "Me"},
    Summary{"POST /me/factor/show", "Shows the second factor once more, for what asks for a fresh one", "Me"},
    Summary{"POST /me/recovery-codes", "Ten new recovery codes; older ones are void", "Me"},
    Summary{"POST /me/sessions/{session}/end", "Ends a session of one's own", "Me"},
    Summary{"POST /me/sessions/end-others", "Ends all one's sessions but this one", "Me"},
    Summary{"GET /team", "People of the account, and who is invited", "Team"},
    Summary{"POST /team/invitations", "Invites somebody by email", "Team"},
    Summary{"POST /team/invitations/{invitation}/withdraw", "The invitation is good no more", "Team"},
    Summary{"POST /team/{person}/role", "Makes somebody owner, staff or viewer", "Team"},
    Summary{"POST /team/{person}/remove", "Takes somebody out of the account", "Team"},
    Summary{"GET /keys", "The account's keys, without their secrets", "Keys"},
    Summary{"POST /keys", "A new key, which is shown once", "Keys"},
    Summary{"POST /keys/{key}/revoke", "The key is good no more", "Keys"},
    Summary{"GET /day", "A day's appointments, and who must be rung by hand", "Day"},
    Summary{"GET /days", "Days at a glance: counts by state, whom to ring; of a week the visits too", "Days"},
    Summary{"GET /appointments/{appointment}", "An appointment, its reminders, and what comes next",
            "AppointmentDetail"},
    Summary{"GET /appointments/{appointment}/says", "What its reminders to come would say, and what is heard of a call",
            "Says"},
    Summary{"POST /appointments/{appointment}/presence", "Whether the client came", "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/answer", "What the client said to a person", "AppointmentDetail"},
    Summary{"POST /appointments", "Types an appointment in, of a client who is known or new", "AppointmentDetail"},
    Summary{"PUT /appointments/{appointment}", "Moves an appointment, or changes its note", "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/cancel", "Cancels an appointment; its reminders are withdrawn",
            "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/restore", "Takes a cancellation back", "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/reminders/now", "A waiting reminder is due now; it is judged as ever",
            "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/reminders/not-at-all", "A waiting reminder is not sent",
            "AppointmentDetail"},
    Summary{"POST /appointments/{appointment}/reminders/after-all", "A reminder that was left out waits again",
            "AppointmentDetail"},
    Summary{"GET /clients", "Clients by name, searched, and those with whom something is wrong", "ClientList"},
    Summary{"POST /clients", "A new client", "ClientDetail"},
    Summary{"GET /clients/{client}", "A client: visits, consents, zone, what is wrong with the number", "ClientDetail"},
    Summary{"PUT /clients/{client}", "Changes a client; reminders are planned anew where that matters", "ClientDetail"},
    Summary{"GET /clients/{client}/join", "What joining another client to this one would do", "JoinPreview"},
    Summary{"POST /clients/{client}/join", "Makes two clients who are one person one; it is not taken back",
            "ClientDetail"},
    Summary{"POST /clients/{client}/consents", "Records a consent for calls, texts or email", "ClientDetail"},
    Summary{"POST /clients/{client}/consents/withdraw", "A consent is withdrawn; no import gives it again",
            "ClientDetail"},
    Summary{"POST /clients/{client}/never-contact", "The client is never contacted again", "ClientDetail"},
    Summary{"POST /clients/{client}/never-contact/lift", "Lifts it, for a reason that goes on record", "ClientDetail"},
    Summary{"POST /imports", "A calendar (.ics) or a table (.csv): looked at, or taken in", "ImportResult"},
    Summary{"GET /imports/{import}", "What became of an import, row by row", "ImportResult|ImportAsRead"},
    Summary{"GET /reports", "What became of a period's visits, and whether reminding helped", "Report"},
    Summary{"GET /reports.csv", "The same as a table"},
    Summary{"GET /ledger", "What is on record, newest first, searched", "LedgerPage"},
    Summary{"GET /ledger/{entry}", "An entry of the ledger, with its body", "LedgerBodies"},
    Summary{"GET /events", "What is new, as server-sent events"},
    Summary{"POST /stop", "Stops all sending of the account, or of the house", "Session"},
    Summary{"GET /release", "What a release would let go in the next hour", "Release"},
    Summary{"POST /release", "Lets sending go on, in probation, for a count that was looked at", "Session"},
    Summary{"GET /failsafe", "What tripped, and against what it was measured", "Failsafe"},
    Summary{"GET /held", "Reminders that wait for a person", "HeldList"},
    Summary{"POST /held/release", "Lets held reminders go; each is judged again", "Decided"},
    Summary{"POST /held/discard", "Held reminders are not sent", "Decided"},
    Summary{"GET /pacing", "How fast contacts go out, and who takes callbacks", "Pacing"},
    Summary{"PUT /pacing", "Sets the pace, capacity, prices and shifts", "Pacing"},
    Summary{"POST /agents", "Somebody who takes callbacks comes, goes, or is busy", "Pacing"},
    Summary{"POST /callbacks", "Somebody rang back", "Callback"},
    Summary{"POST /callbacks/{callback}/handled", "A callback is over", "Callback"},
    Summary{"GET /rules", "What is reminded, when, and with what", "Rules"},
    Summary{"POST /rules", "A new rule, or one instead of another; its reminders are planned at once",
            "Rules|WouldPlan"},
    Summary{"POST /rules/{rule}/retire", "Nothing more goes out by a rule", "Rules"},
    Summary{"POST /rules/{rule}/restore", "A retired rule is in force again", "Rules"},
    Summary{"GET /closed-days", "On which weekdays the business works, and on which dates it is closed", "ClosedDays"},
    Summary{"PUT /closed-days", "Sets the weekdays, and whether calls go out on closed days", "ClosedDays"},
    Summary{"POST /closed-days", "A date on which the business is closed, or several; reminders are planned anew",
            "ClosedDays"},
    Summary{"PUT /closed-days/{closed_day}", "Other dates, or another name; reminders are planned anew", "ClosedDays"},
    Summary{"POST /closed-days/{closed_day}/remove", "Open after all; reminders are planned anew", "ClosedDays"},
    Summary{"GET /templates", "Texts and emails: the account's own, and the program's", "Templates"},
    Summary{"GET /templates/{name}", "A template's words, draft and versions in each language", "Template"},
    Summary{"GET /templates/{name}/{language}/versions", "What was published before, a page at a time",
            "TemplateVersions"},
    Summary{"PUT /templates/{name}/{language}", "Keeps a draft; with If-Match only where nobody else has changed it",
            "Template"},
    Summary{"POST /templates/{name}/{language}/discard", "Throws the draft away; what goes out stays", "Template"},
    Summary{"POST /templates/{name}/{language}/publish", "The draft goes out from now on; checked first", "Template"},
    Summary{"POST /templates/{name}/{language}/roll-back", "An earlier version goes out again, or the program's",
            "Template"},
    Summary{"POST /templates/preview", "How a template would read for a client, and what it costs", "Preview"},
    Summary{"POST /rehearsals", "Runs a day of the account with nobody contacted", "Rehearsal"},
    Summary{"GET /rehearsals/{rehearsal}", "How far a rehearsal is, and what it came to", "Rehearsal"},
    Summary{"GET /machines", "What each way with answering machines comes to, played against made-up callees",
            "MachineTrials"},
    Summary{"GET /flows", "Flows, their versions, and which is live", "Flows"},
    Summary{"POST /flows/{flow}", "A new version of a flow of one's own; checked first", "Flows"},
    Summary{"GET /flows/{flow}/diagram", "A flow as a picture (SVG), with the calls that went through it"},
    Summary{"GET /flows/{flow}/calls", "How many calls went which way, and where those stand that are under way",
            "FlowCalls"},
    Summary{"POST /flows/{flow}/walk", "Goes through a call, step by step; nobody is rung", "Walk"},
    Summary{"POST /flows/{flow}/live", "Makes a version the live one", "Flows"},
    Summary{"GET /prompts", "What is recorded, and what a robot reads", "Voice"},
    Summary{"GET /prompts/{flow}/{state}/{slot}/{language}", "A prompt's versions", "PromptDetail"},
    Summary{"POST /prompts/{flow}/{state}/{slot}/{language}/roll-back",
            "An earlier version is live again, or the robot's voice", "PromptDetail"},
    Summary{"POST /prompts/{flow}/{state}/{slot}/{language}/upload", "A recording as a file becomes the new version",
            "PromptDetail"},
    Summary{"GET /inbox", "Texts and messages by whom they came from", "InboxList"},
    Summary{"GET /inbox/{number}", "The whole exchange with one number", "Exchange"},
    Summary{"POST /inbox/{number}/read", "What came from a number was read, or the newest is new again", "Exchange"},
    Summary{"GET /messages", "What callers have left on the machine", "Messages"},
    Summary{"GET /messages/{message}/sound", "A message's sound"},
    Summary{"POST /messages/{message}/read", "A message was heard, or was not", "Message"},
    Summary{"POST /messages/{message}/discard", "Throws a message away", "Messages"},
    Summary{"POST /texts/measure", "Segments of a text, and the characters that make it dearer", "Measured"},
    Summary{"GET /lines", "Which flow answers which number, and what callers may do", "Lines"},
    Summary{"PUT /lines", "A flow answers a number", "Lines"},
    Summary{"POST /lines/remove", "A number is answered as usual", "Lines"},
    Summary{"POST /lines/reopen", "Codes are taken again where they were guessed", "Lines"},
    Summary{"PUT /lines/allows", "Whether callers are put through, and until when they may cancel", "Lines"},
    Summary{"GET /calls", "Calls that came in", "CallsIn"},
    Summary{"GET /tasks", "What callers have left for the staff to do", "StaffTasks"},
    Summary{"POST /tasks/{task}/done", "A task is done", "StaffTasks"},
    Summary{"POST /task-codes", "A code that proves on the phone what its caller is there for", "TaskCode"},
    Summary{"GET /task-codes/{code}", "Whether a code was used, and how long it is good", "TaskCodeState"},
    Summary{"GET /facts", "What flows may look up", "Facts"},
    Summary{"PUT /facts", "Pushes facts that flows may look up", "Facts"},
    Summary{"POST /facts/remove", "A fact is told no more", "Facts"},
    Summary{"GET /flow-events", "What flows have told, and whether it was delivered", "FlowEvents|FlowEventList"},
    Summary{"POST /flow-events/replay", "Delivers events again", "Replayed"},
    Summary{"GET /flow-events/target", "Where events are delivered, and since when they have their signing key",
            "EventTarget"},
    Summary{"PUT /flow-events/target",
            "Delivers events to an address; the first brings the signing key, which is told this once", "EventTarget"},
    Summary{"POST /flow-events/key", "A new signing key, told this once; the older one signs beside it for a day",
            "EventTarget"},
    Summary{"GET /accounts", "The businesses of the installation", "AccountList"},
    Summary{"POST /accounts", "A new business, and a link for its owner", "AccountList"},
    Summary{"POST /accounts/{account}/stop", "Stops all sending of an account; its own people release it",
            "AccountStopped"},
    Summary{"GET /accounts/{account}/ledger", "An account's ledger without what is personal; 0 is the installation's",
            "AccountLedger"},
    Summary{"GET /accounts/{account}/ledger/{entry}", "An entry of it, with the plain fields of its body",
            "PlainBodies"},
    Summary{"POST /accounts/{account}/ledger/verify", "Looks through an account's chain, beside everything else",
            "Verification"},
    Summary{"GET /operator/house", "Health, queue, workers, nodes and places at the gateway", "House"},
    Summary{"GET /operator/gateways", "What each way answered lately, error codes, and how late callbacks came",
            "Gateways"},
    Summary{"GET /operator/stops", "Stops and trips of all accounts", "Stops"},
    Summary{"GET /operator/changes", "What people changed, over all accounts, newest first", "Changes"},
    Summary{"GET /operator/verifications/{verification}", "How far a look through a chain is, and what it came to",
            "Verification"},
    Summary{"GET /openapi.json", "This description"},
    Summary{"PUT /demo/speed", "How fast the demo's day goes", "Session"},
};

std::string name_of(const Route& route) { return fmt::format("{} {}", route.method, route.path); }

Summary summary(const Route& route) {
  const auto found = std::ranges::find(summaries, name_of(route), &Summary::route);
  return found == summaries.end() ? Summary{} : *found;
}

std::vector<std::string> words_in(std::string_view text, char between) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(between), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// `POST /me/sessions/{session}/end`: `post_me_sessions_session_end`.
std::string operation_id(const Route& route) {
  std::string id;
  for (const char c : name_of(route)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital) {
      id += static_cast<char>(capital ? c - 'A' + 'a' : c);
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  while (id.ends_with('_')) id.pop_back();
  return id;
}

Object parameter(std::string_view name, std::string_view in, bool required, std::string_view words = {}) {
  Object one{{"name", name}, {"in", in}, {"required", required}, {"schema", {{"type", "string"}}}};
  if (!words.empty()) one["description"] = words;
  return one;
}

Object query_parameter(const Route& route, std::string_view name) {
  const QueryName* known = query_name(route, name);
  if (known == nullptr) return parameter(name, "query", false);
  Object one = parameter(name, "query", known->required, known->words);
  one["schema"] = boost::json::parse(known->schema);
  for (const std::string& pair : words_in(route.example, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != name) continue;
    const std::string value = pair.substr(std::min(equals + 1, pair.size()));
    one["example"] = one["schema"].at("type") == "string" ? boost::json::value(value) : boost::json::parse(value);
  }
  return one;
}

Array parameters_of(const Route& route) {
  Array all;
  for (const std::string& piece : words_in(route.path, '/')) {
    if (piece.starts_with('{')) all.push_back(parameter(piece.substr(1, piece.size() - 2), "path", true));
  }
  if (route.takes != Takes::json) {
    for (const std::string_view name : route.names()) all.push_back(query_parameter(route, name));
  }
  if (route.method != "POST") return all;
  all.push_back(
      parameter("Idempotency-Key", "header", false,
                "of one's own; the same request with the same key is done once, and answered alike for a day"));
  return all;
}

std::string_view type_of(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return "integer";
    case boost::json::kind::double_: return "number";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
    case boost::json::kind::string:
    case boost::json::kind::null: break;
  }
  return "string";
}

/// Kinds of values are known where the example has one.
Object body_of(const Route& route) {
  if (route.takes == Takes::bytes) return {{"required", true}, {"content", {{"application/octet-stream", Object{}}}}};
  const boost::json::value example = boost::json::parse(route.example);
  Object properties{{"who", {{"type", "string"}, {"description", "who does it, where a key asks for a person"}}}};
  for (const std::string_view member : route.names()) {
    const auto* known = example.as_object().if_contains(member);
    properties[member] = known != nullptr ? Object{{"type", type_of(*known)}} : Object{};
  }
  Object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  return {{"required", true},
          {"content", {{"application/json", {{"schema", std::move(schema)}, {"example", example}}}}}};
}

Object reference(std::string_view schema) { return {{"$ref", fmt::format("#/components/schemas/{}", schema)}}; }

Object answer_of(const Route& route) {
  const auto names = words_in(answer_schemas(route), '|');
  if (names.empty()) return {{"type", "object"}};
  if (names.size() == 1) return reference(names.front());
  Array any;
  for (const std::string& name : names) any.push_back(reference(name));
  return {{"anyOf", std::move(any)}};
}

Object responses_of(const Route& route) {
  Object all{{"200", {{"description", "Done"}, {"content", {{"application/json", {{"schema", answer_of(route)}}}}}}},
             {"default", {{"$ref", "#/components/responses/Problem"}}}};
  if (route.path == "/events")
    all["200"] = Object{{"description", "A stream"}, {"content", {{"text/event-stream", Object{}}}}};
  if (route.path.ends_with("/sound"))
    all["200"] = Object{{"description", "Sound"}, {"content", {{"audio/wav", Object{}}}}};
  if (route.path.ends_with(".csv"))
    all["200"] = Object{{"description", "A table"}, {"content", {{"text/csv", Object{}}}}};
  if (route.path.ends_with("/diagram"))
    all["200"] = Object{{"description", "A picture"}, {"content", {{"image/svg+xml", Object{}}}}};
  if (route.path == "/errors/{code}")
    all["200"] = Object{{"description", "A page"}, {"content", {{"text/markdown", Object{}}}}};
  const bool goes_on = route.path.ends_with("/verify") || route.path == "/rehearsals";
  if (goes_on) {
    all["202"] = all["200"];
    all.erase("200");
  }
  if (route.takes == Takes::nothing) all["304"] = Object{{"description", "As it was: If-None-Match has its ETag"}};
  return all;
}

Object operation_of(const Route& route) {
  Object one{{"operationId", operation_id(route)},
             {"summary", summary_of(route)},
             {"tags", Array{words_in(route.path, '/').at(0)}},
             {"parameters", parameters_of(route)},
             {"responses", responses_of(route)}};
  if (route.needs == access::Capability::open) one["security"] = Array{};
  if (route.takes != Takes::nothing) one["requestBody"] = body_of(route);
  return one;
}

Object problem_schema() {
  Array codes;
  for (const std::string_view code : error_codes) codes.push_back(boost::json::value(code));
  return {{"type", "object"},
          {"required", Array{"type", "title", "status", "code", "detail", "field"}},
          {"properties",
           {{"type", {{"type", "string"}, {"description", "the page of the code"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"code", {{"type", "string"}, {"enum", std::move(codes)}}},
            {"detail", {{"type", "string"}, {"description", "what is wrong, where, and how to mend it"}}},
            {"field",
             {{"type", Array{"string", "null"}},
              {"description", "the first member of the request that the detail names"}}}}}};
}

/// What answers are made of: answers/*.json, an area a file.
Object schemas() {
  Object all{{"Problem", problem_schema()}};
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with("answers/")) continue;
    const Object area = boost::json::parse(file.bytes).as_object();
    for (const auto& [name, schema] : area) all[name] = schema;
  }
  return all;
}

Object components() {
  return {
      {"securitySchemes",
       {{"key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "a key of the account"}}},
        {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "courtesy"}}}}},
      {"schemas", schemas()},
      {"responses",
       {{"Problem",
         {{"description", "It was not done"},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}}};
}

}  // namespace

std::string_view summary_of(const Route& route) { return summary(route).words; }
std::string_view answer_schemas(const Route& route) { return summary(route).answer; }

Object openapi(std::string_view version) {
  Object paths;
  for (const Route& route : routes()) {
    std::string method;
    for (const char c : route.method) method += static_cast<char>(c - 'A' + 'a');
    if (!paths.contains(route.path)) paths[route.path] = Object{};
    paths[route.path].as_object()[method] = operation_of(route);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Courtesy"},
            {"version", version},
            {"description",
             "Reminders that never make the contact they shouldn't. What changes something and comes from a "
             "browser carries the header X-Courtesy."},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", Array{{{"url", "/v1"}}}},
          {"security", Array{{{"key", Array{}}}, {{"session", Array{}}}}},
          {"paths", std::move(paths)},
          {"components", components()}};
}

}  // namespace courtesy::api
