#include "api/event_list.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/read_body.h"
#include "base/bytes.h"
#include "http/outside_url.h"
#include "store/ledger.h"

namespace courtesy::api {
namespace {

std::string_view state_of(const StoredEvent& event) {
  if (event.next_at) return event.tries == 0 ? "waiting" : "tried";
  if (event.delivered_at) return "delivered";
  return event.tries == 0 ? "kept" : "given_up";
}

boost::json::object event_json(const StoredEvent& event) {
  boost::json::error_code error;
  boost::json::value body = boost::json::parse(event.body, error);
  return {{"id", event.id.value()},          {"name", event.name},
          {"at", to_string(event.at)},       {"call", maybe(event.session)},
          {"attempt", maybe(event.attempt)}, {"body", std::move(body)},
          {"state", state_of(event)},        {"tries", event.tries},
          {"next_at", maybe(event.next_at)}, {"delivered_at", maybe(event.delivered_at)},
          {"answer", event.answer}};
}

}  // namespace

Result<boost::json::object> events_page(Unit& unit, EventId after, int limit) {
  boost::json::array events;
  std::int64_t cursor = after.value();
  for (const StoredEvent& event : TRY(EventBook(unit).list(after, limit))) {
    cursor = event.id.value();
    events.push_back(event_json(event));
  }
  return boost::json::object{{"events", std::move(events)}, {"after", cursor}};
}

Result<boost::json::object> newest_events(Unit& unit, EventId before, bool undelivered, int limit) {
  auto found = TRY(EventBook(unit).newest(before, undelivered, limit + 1));
  boost::json::value next = nullptr;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    next = found.back().id.value();
  }
  boost::json::array events;
  for (const StoredEvent& event : found) events.push_back(event_json(event));
  const auto counts = TRY(EventBook(unit).counts());
  return boost::json::object{
      {"events", std::move(events)},
      {"before", std::move(next)},
      {"counts", {{"all", counts.all}, {"waiting", counts.waiting}, {"undelivered", counts.undelivered}}}};
}

Result<boost::json::object> replay_events(Unit& unit, const boost::json::object& body) {
  constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();
  if (const auto event = TRY(count_of(body, "event", 1, any))) {
    TRY(EventBook(unit).replay(EventId(*event)));
    return boost::json::object{{"replayed", 1}};
  }
  const auto after = TRY(count_of(body, "undelivered_after", 0, any));
  if (!after) return invalid("Say which: `event`, or `undelivered_after`.");
  return boost::json::object{{"replayed", TRY(EventBook(unit).replay_undelivered(EventId(*after)))}};
}

Result<boost::json::object> event_target(Unit& unit) {
  const EventTarget target = TRY(EventBook(unit).target());
  boost::json::value key = nullptr;
  if (target.key > 0)
    key =
        boost::json::object{{"since", maybe(target.key_since)}, {"older_until", maybe(target.older_until(unit.now()))}};
  return boost::json::object{{"url", maybe(target.url)}, {"key", std::move(key)}, {"secret", nullptr}};
}

namespace {

/// Told this once: whoever has lost it makes a new one.
Result<boost::json::object> with_secret(Unit& unit) {
  const EventTarget target = TRY(EventBook(unit).target());
  boost::json::object told = TRY(event_target(unit));
  told["secret"] = "whsec_" + base64(EventBook(unit).signing_key(target.key).reveal());
  return told;
}

}  // namespace

Result<boost::json::object> set_event_target(Unit& unit, const boost::json::object& body, const Settings& settings) {
  const std::string who = TRY(who_of(body));
  std::string url = TRY(text_of(body, "url", 2'000));
  if (!url.empty()) {
    const auto checked = http::check_outside_url(url, settings.environment != "production");
    if (!checked) return invalid("`url` is " + checked.error().message);
    url = *checked;
  }
  const bool first = !url.empty() && TRY(EventBook(unit).target()).key == 0;
  TRY(EventBook(unit).set_target(url));
  TRY(unit.ledger().append({.kind = LedgerKind::by_hand,
                            .code = url.empty() ? "event_target_removed" : "event_target_set",
                            .body = LedgerBody().plain("who", who)}));
  return first ? with_secret(unit) : event_target(unit);
}

Result<boost::json::object> renew_event_key(Unit& unit, const boost::json::object& body) {
  const std::string who = TRY(who_of(body));
  TRY(EventBook(unit).renew_key());
  TRY(unit.ledger().append(
      {.kind = LedgerKind::by_hand, .code = "event_key_renewed", .body = LedgerBody().plain("who", who)}));
  return with_secret(unit);
}

}  // namespace courtesy::api
