#include "api/messages.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/seen.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

std::string_view state_of(const Recording& one) {
  if (one.state == RecordingState::copied) return "ready";
  return one.state == RecordingState::refused ? "refused" : "waiting";
}

Result<boost::json::value> client_json(Unit& unit, ClientId client) {
  if (!client) return boost::json::value(nullptr);
  return boost::json::value({{"id", client.value()}, {"name", TRY(unit.clients().get(client)).name}});
}

}  // namespace

Result<boost::json::object> recording_json(Unit& unit, const Recording& one, std::string_view country) {
  boost::json::array peaks;
  if (!one.hash.empty()) {
    for (const std::uint8_t peak : TRY(unit.audio_files().facts(one.hash)).peaks) peaks.emplace_back(peak);
  }
  const auto url = fmt::format("/v1/messages/{}/sound", one.id.value());
  return boost::json::object{{"id", one.id.value()},
                             {"at", to_string(one.made_at)},
                             {"from", maybe(one.what.from)},
                             {"from_text", maybe(one.what.from.empty() ? "" : number_text(one.what.from, country))},
                             {"client", TRY(client_json(unit, one.what.client))},
                             {"state", state_of(one)},
                             {"why", maybe(one.failure)},
                             {"length_ms", one.length.count()},
                             {"peaks", std::move(peaks)},
                             {"read_at", maybe(one.read_at)},
                             {"url", maybe(one.hash.empty() ? "" : url)}};
}

namespace {

Result<Recording> message(Unit& unit, RecordingId id) {
  Recording one = TRY(unit.recordings().get(id));
  if (one.what.use == RecordingUse::message && one.state != RecordingState::discarded) return one;
  return Error{ErrorCode::not_found, fmt::format("there is no message {}", id.value())};
}

}  // namespace

Result<boost::json::object> messages(Unit& unit, RecordingId before) {
  const std::string country = TRY(unit.accounts().get()).country;
  boost::json::array all;
  const auto found = TRY(unit.recordings().messages(before, messages_a_page));
  for (const auto& one : found) all.push_back(TRY(recording_json(unit, one, country)));
  const bool more = found.size() == messages_a_page;
  return boost::json::object{
      {"messages", std::move(all)},
      {"unread", TRY(unit.recordings().unread_messages())},
      {"before", more ? boost::json::value(found.back().id.value()) : boost::json::value(nullptr)}};
}

Result<boost::json::object> mark_message(Unit& unit, RecordingId id, const boost::json::object& body) {
  const auto* read = body.if_contains("read");
  if (read == nullptr || !read->is_bool()) return invalid("`read` must be true or false");
  TRY(message(unit, id));
  TRY(unit.recordings().mark_read(id, read->as_bool()));
  return recording_json(unit, TRY(message(unit, id)), TRY(unit.accounts().get()).country);
}

Result<boost::json::object> discard_message(Unit& unit, RecordingId id, const boost::json::object& body) {
  const std::string who = TRY(text_of(body, "who", 80));
  TRY(message(unit, id));
  TRY(unit.recordings().discard(id));
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand,
                            .code = "message_deleted",
                            .channel = "call",
                            .body = LedgerBody().plain("recording", id.value()).personal("who", who)}));
  return messages(unit, RecordingId{});
}

Result<std::string> message_sound(Unit& unit, RecordingId id) {
  const Recording one = TRY(message(unit, id));
  if (one.hash.empty()) return Error{ErrorCode::not_found, "this message is not copied yet"};
  return unit.audio_files().bytes(one.hash);
}

}  // namespace courtesy::api
