#include "store/event_book.h"

#include <array>
#include <boost/json.hpp>

#include "store/keyed.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<seconds, 9> waits{seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5},
                                       hours{10},  hours{14},  hours{20},   hours{24}};

constexpr std::string_view columns =
    "SELECT event, at, name, session, attempt, body, tries, next_at, delivered_at, answer FROM event WHERE account = "
    "$1";

StoredEvent read(const Row& row) {
  return {.id = row[0].id<EventId>(),
          .at = row[1].instant(),
          .name = row[2].text(),
          .session = row[3].id<SessionId>(),
          .attempt = row[4].id<AttemptId>(),
          .body = row[5].text(),
          .tries = row[6].number(),
          .next_at = row[7].maybe_instant(),
          .delivered_at = row[8].maybe_instant(),
          .answer = row[9].text()};
}

/// The payload that Standard Webhooks advises: type, time, data.
std::string body_of(const flow::Event& event, EventId id, Instant at, SessionId session, AttemptId attempt) {
  boost::json::object data;
  for (const auto& [field, value] : event.fields) data[field] = value;
  boost::json::object body{
      {"type", event.name}, {"timestamp", to_string(at)}, {"event", id.value()}, {"data", std::move(data)}};
  if (session) body["call"] = session.value();
  if (attempt) body["attempt"] = attempt.value();
  return boost::json::serialize(body);
}

Error no_such(EventId event) { return {ErrorCode::not_found, fmt::format("there is no event {}", event.value())}; }

}  // namespace

std::optional<Instant> EventTarget::older_until(Instant now) const {
  if (key < 2 || !key_since || now >= *key_since + event_key_overlap) return std::nullopt;
  return *key_since + event_key_overlap;
}

std::optional<seconds> event_back_off(std::int64_t tries) {
  if (tries < 1 || static_cast<std::size_t>(tries) > waits.size()) return std::nullopt;
  return waits.at(static_cast<std::size_t>(tries - 1));
}

Result<EventId> EventBook::add(const flow::Event& event, SessionId session, AttemptId attempt) {
  const EventId id =
      TRY(unit_.db().run("SELECT COALESCE(MAX(event), 0) + 1 FROM event WHERE account = $1", {unit_.account()}))[0][0]
          .id<EventId>();
  const bool somewhere = !TRY(target()).url.empty();
  TRY(
      unit_.db().run("INSERT INTO event (account, event, at, name, session, attempt, body, next_at)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                     {unit_.account(), id, unit_.now(), event.name, session, attempt,
                      body_of(event, id, unit_.now(), session, attempt), somewhere ? Value(unit_.now()) : Value()}));
  return id;
}

Result<StoredEvent> EventBook::get(EventId event) {
  static const std::string sql = std::string(columns).append(" AND event = $2");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), event}));
  if (rows.empty()) return no_such(event);
  return read(rows[0]);
}

Result<std::vector<StoredEvent>> EventBook::list(EventId after, int limit) {
  static const std::string sql = std::string(columns).append(" AND event > $2 ORDER BY event LIMIT $3");
  std::vector<StoredEvent> events;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account(), after, limit}))) events.push_back(read(row));
  return events;
}

Result<std::vector<StoredEvent>> EventBook::newest(EventId before, bool undelivered, int limit) {
  static const std::string sql = std::string(columns).append(
      " AND ($2 = 0 OR event < $2) AND ($3 = 0 OR delivered_at IS NULL) ORDER BY event DESC LIMIT $4");
  std::vector<StoredEvent> events;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account(), before, undelivered, limit})))
    events.push_back(read(row));
  return events;
}

Result<EventBook::Counts> EventBook::counts() {
  const Rows rows =
      TRY(unit_.db().run("SELECT COUNT(*), COALESCE(SUM(CASE WHEN next_at IS NOT NULL THEN 1 ELSE 0 END), 0),"
                         " COALESCE(SUM(CASE WHEN next_at IS NULL AND delivered_at IS NULL THEN 1 ELSE 0 END), 0)"
                         " FROM event WHERE account = $1",
                         {unit_.account()}));
  return Counts{.all = rows[0][0].number(), .waiting = rows[0][1].number(), .undelivered = rows[0][2].number()};
}

Result<void> EventBook::replay(EventId event) {
  if (TRY(target()).url.empty()) return invalid("there is no address to deliver to: set one first");
  if (TRY(unit_.db().run("UPDATE event SET next_at = $3, tries = 0 WHERE account = $1 AND event = $2 RETURNING 1",
                         {unit_.account(), event, unit_.now()}))
          .empty()) {
    return no_such(event);
  }
  return {};
}

Result<int> EventBook::replay_undelivered(EventId after) {
  if (TRY(target()).url.empty()) return invalid("there is no address to deliver to: set one first");
  const Rows rows = TRY(
      unit_.db().run("UPDATE event SET next_at = $3, tries = 0 WHERE account = $1 AND event > $2 AND next_at IS NULL"
                     " AND delivered_at IS NULL RETURNING 1",
                     {unit_.account(), after, unit_.now()}));
  return static_cast<int>(rows.size());
}

Result<void> EventBook::note(EventId event, bool taken, const std::string& answer) {
  const StoredEvent known = TRY(get(event));
  const std::int64_t tries = known.tries + 1;
  const auto wait = event_back_off(tries);
  const Value next = taken || !wait ? Value() : Value(unit_.now() + *wait);
  TRY(unit_.db().run(
      "UPDATE event SET tries = $3, next_at = $4, delivered_at = $5, answer = $6"
      " WHERE account = $1 AND event = $2",
      {unit_.account(), event, tries, next, taken ? Value(unit_.now()) : Value(known.delivered_at), answer}));
  return {};
}

Result<int> EventBook::forget(Instant before) {
  return static_cast<int>(
      // Never the newest: its number is not given twice.
      TRY(unit_.db().run("DELETE FROM event WHERE account = $1 AND at < $2 AND next_at IS NULL"
                         " AND event < (SELECT MAX(event) FROM event WHERE account = $1) RETURNING 1",
                         {unit_.account(), before}))
          .size());
}

Result<EventTarget> EventBook::target() {
  const Rows rows = TRY(unit_.db().run("SELECT event_url, event_key, event_key_since FROM account WHERE account = $1",
                                       {unit_.account()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return EventTarget{.url = rows[0][0].text(), .key = rows[0][1].number(), .key_since = rows[0][2].maybe_instant()};
}

Result<void> EventBook::set_target(const std::string& url) {
  TRY(
      unit_.db().run("UPDATE account SET event_url = $2, event_key = CASE WHEN event_key = 0 AND $2 <> '' THEN 1 ELSE"
                     " event_key END, event_key_since = CASE WHEN event_key = 0 AND $2 <> '' THEN $3 ELSE"
                     " event_key_since END WHERE account = $1",
                     {unit_.account(), url, unit_.now()}));
  if (url.empty()) {
    TRY(unit_.db().run("UPDATE event SET next_at = NULL WHERE account = $1 AND next_at IS NOT NULL",
                       {unit_.account()}));
  }
  return {};
}

Result<void> EventBook::renew_key() {
  TRY(unit_.db().run("UPDATE account SET event_key = event_key + 1, event_key_since = $2 WHERE account = $1",
                     {unit_.account(), unit_.now()}));
  return {};
}

Secret<std::string> EventBook::signing_key(std::int64_t key) const {
  return Secret<std::string>(keyed(unit_, "event key", std::to_string(key)));
}

std::vector<Secret<std::string>> EventBook::signing_keys(const EventTarget& target) const {
  std::vector<Secret<std::string>> keys;
  if (target.key > 0) keys.push_back(signing_key(target.key));
  if (target.older_until(unit_.now())) keys.push_back(signing_key(target.key - 1));
  return keys;
}

Result<std::vector<EventBook::Due>> EventBook::due(int limit) {
  INVARIANT(!unit_.account());
  std::vector<Due> all;
  for (const auto& row :
       TRY(unit_.db().run("SELECT account, event FROM event WHERE next_at IS NOT NULL AND next_at <= $1"
                          " ORDER BY next_at, account, event LIMIT $2",
                          {unit_.now(), limit}))) {
    all.push_back({.account = row[0].id<AccountId>(), .event = row[1].id<EventId>()});
  }
  return all;
}

}  // namespace courtesy
