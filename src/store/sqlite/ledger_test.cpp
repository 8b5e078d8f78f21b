#include "store/ledger.h"

#include <doctest/doctest.h>

#include <set>

#include "store/attempts.h"
#include "store/booking.h"
#include "store/ledger_prune.h"
#include "store/ledger_search.h"
#include "store/recipients.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

struct LedgerHouse : TestHouse {
  void note(LedgerKind kind, std::string code, LedgerBody body = {}) {
    write([&](Unit& unit) { return unit.ledger().append({.kind = kind, .code = code, .body = body}); });
  }
  /// Where the chain breaks; empty: it holds.
  std::string broken() {
    return read<std::string>([](Unit& unit) -> Result<std::string> {
      const Ledger::Head head = TRY(unit.ledger().head());
      ChainWalk walk(unit.account(), head.from, "");
      for (const auto& row : TRY(unit.ledger().chained_after(head.from, 10'000))) {
        if (std::string why = walk.take(row); !why.empty()) return why;
      }
      return walk.at_head(head.seq, head.link);
    });
  }
  /// The kinds of the rows that have bodies, but for those of the house itself.
  std::string bodies() {
    std::string kinds;
    for (const auto& row : db->run("SELECT l.kind FROM ledger_body b JOIN ledger l ON l.account = b.account AND"
                                   " l.seq = b.seq WHERE b.account = 1 AND l.kind <> 'by_hand' ORDER BY b.seq")
                               .value()) {
      kinds += row[0].text() + " ";
    }
    return kinds;
  }
  int prune(LedgerRetention limits = {}) {
    int erased = 0;
    write([&](Unit& unit) -> Result<void> {
      erased = TRY(prune_ledger(unit, limits));
      return {};
    });
    return erased;
  }
};

}  // namespace

TEST_CASE("what is imported, booked and planned is chained, across units and entries") {
  LedgerHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T15:00")});
  CHECK(house.broken().empty());
}

TEST_CASE("a unit that failed leaves the chain where it was") {
  LedgerHouse house;
  house.note(LedgerKind::error, "first");
  house.store->write(
      AccountId(1),
      [](Unit& unit) -> Result<void> {
        TRY(unit.ledger().append({.kind = LedgerKind::error, .code = "lost"}));
        return invalid("on purpose");
      },
      [](WriteEnding) {});
  house.time.run_until(house.time.now() + seconds{1});
  house.note(LedgerKind::error, "second");
  CHECK(house.broken().empty());
}

TEST_CASE("the database refuses to change a row or a body, and a row changed all the same is found") {
  LedgerHouse house;
  for (int i = 0; i < 5; ++i) house.note(LedgerKind::sent, std::to_string(i), LedgerBody().plain("n", i));
  CHECK_FALSE(house.db->run("UPDATE ledger SET code = 'x' WHERE account = 1 AND seq = 3").ok());
  CHECK_FALSE(house.db->run("DELETE FROM ledger WHERE account = 1 AND seq = 3").ok());
  CHECK_FALSE(house.db->run("UPDATE ledger_body SET body = '{}' WHERE account = 1 AND seq = 3").ok());
  REQUIRE(house.db->run("DROP TRIGGER ledger_no_update").ok());
  REQUIRE(house.db->run("UPDATE ledger SET code = 'x' WHERE account = 1 AND seq = 3").ok());
  CHECK(house.broken().starts_with("row 3:"));
}

TEST_CASE("bodies go when they are old enough, what calls said sooner; rows and the chain stay") {
  LedgerHouse house;
  house.note(LedgerKind::sent, "accepted", LedgerBody().plain("provider_id", "CA1"));
  house.note(LedgerKind::spoken, "ask", LedgerBody().personal("document", "<Response/>"));
  CHECK(house.prune() == 0);
  house.time.run_until(house.time.now() + hours{24 * 31});
  house.note(LedgerKind::spoken, "ask", LedgerBody().personal("document", "<Response/>"));
  CHECK(house.prune() == 1);
  CHECK(house.bodies() == "sent spoken ");
  house.time.run_until(house.time.now() + hours{24 * 60});
  CHECK(house.prune() >= 2);
  CHECK(house.bodies().empty());
  CHECK(house.broken().empty());
}

TEST_CASE("what calls said goes in batches too, also what was said at one moment, and what comes later as well") {
  LedgerHouse house;
  const auto speak = [&] {
    house.write([](Unit& unit) -> Result<void> {
      std::vector<LedgerEntry> entries;
      for (int i = 0; i < 300; ++i) {
        entries.push_back({.kind = LedgerKind::spoken, .code = "ask", .body = LedgerBody().plain("n", i)});
      }
      return unit.ledger().append(entries);
    });
  };
  for (int round = 0; round < 2; ++round) {
    speak();
    house.time.run_until(house.time.now() + hours{24 * 31});
    CHECK(house.prune() == prune_batch);
    CHECK(house.prune() == 300 - prune_batch);
    CHECK(house.prune() == 0);
    CHECK(house.bodies().empty());
  }
  CHECK(house.broken().empty());
}

TEST_CASE("pruning goes in batches, and its limits have bounds") {
  LedgerHouse house;
  house.write([](Unit& unit) -> Result<void> {
    std::vector<LedgerEntry> entries;
    for (int i = 0; i < 300; ++i) {
      entries.push_back({.kind = LedgerKind::sent, .code = "accepted", .body = LedgerBody().plain("n", i)});
    }
    return unit.ledger().append(entries);
  });
  house.time.run_until(house.time.now() + hours{24 * 91});
  CHECK(house.prune() == prune_batch);
  CHECK(house.prune() >= 300 - prune_batch);
  CHECK(house.prune() == 0);
  CHECK(house.bodies().empty());
  using std::chrono::days;
  CHECK(LedgerRetention{.bodies = days{7}, .recordings = days{1}}.check().ok());
  CHECK_FALSE(LedgerRetention{.bodies = days{6}, .recordings = days{1}}.check().ok());
  CHECK(LedgerRetention{.bodies = days{2'200}, .recordings = days{2'200}}.check().ok());
  CHECK_FALSE(LedgerRetention{.bodies = days{2'201}, .recordings = days{30}}.check().ok());
  CHECK_FALSE(LedgerRetention{.bodies = days{90}, .recordings = days{0}}.check().ok());
  CHECK_FALSE(LedgerRetention{.bodies = days{30}, .recordings = days{31}}.check().ok());
}

TEST_CASE("a search's pages have every row once, also across the windows in which it looks") {
  LedgerHouse house;
  constexpr int rows = 25'000;
  const auto base = house.read<std::int64_t>([](Unit& unit) { return unit.ledger().last_seq(); });
  house.write([](Unit& unit) -> Result<void> {
    std::vector<LedgerEntry> entries;
    for (int i = 1; i <= rows; ++i) {
      entries.push_back({.kind = i % 997 == 0 ? LedgerKind::answered : LedgerKind::sent, .code = "x"});
    }
    return unit.ledger().append(entries);
  });
  std::vector<std::int64_t> seen;
  LedgerSearch search{.kinds = {LedgerKind::answered}, .limit = 7};
  do {
    const LedgerFound found = house.read<LedgerFound>([&](Unit& unit) { return search_ledger(unit, search); });
    for (const auto& line : found.lines) seen.push_back(line.row.seq);
    search.before = found.before.value_or(0);
  } while (search.before != 0);
  std::vector<std::int64_t> all;
  for (int i = rows / 997 * 997; i > 0; i -= 997) all.push_back(base + i);
  CHECK(seen == all);
}

TEST_CASE("a search finds by client, recipient and span of time, and nothing else") {
  LedgerHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.time.run_until(house.time.now() + hours{1});
  const Instant later = house.time.now();
  house.import({TestHouse::booked("b", "2026-05-14T15:00", "+12125550124")});
  house.note(LedgerKind::callback, "incoming_text", LedgerBody().personal("from", "+12125550199"));
  const auto appointments = [&](const LedgerSearch& search) {
    std::set<std::int64_t> found;
    for (const auto& line : house.read<LedgerFound>([&](Unit& unit) { return search_ledger(unit, search); }).lines) {
      found.insert(line.row.appointment.value());
    }
    return found;
  };
  CHECK(appointments({.client = ClientId(1)}) == std::set<std::int64_t>{1});
  CHECK(appointments({.recipient = "+12125550124"}) == std::set<std::int64_t>{2});
  CHECK(appointments({.recipient = "+12125550199"}) == std::set<std::int64_t>{0});
  CHECK(appointments({.recipient = "+12125550000"}).empty());
  CHECK(appointments({.from = later}) == std::set<std::int64_t>{0, 2});
  CHECK_FALSE(appointments({.to = later}).contains(2));
  CHECK(appointments({.from = later + hours{1}}).empty());
}

TEST_CASE(
    "what is erased from the ledger is erased beside it: the words of calls and texts, tokens, whom a file names") {
  LedgerHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.write([](Unit& unit) -> Result<void> {
    Attempt attempt;
    attempt.id = AttemptId(1);
    attempt.reminder = {AppointmentId(1), RuleId(1), Channel::call, "2026-05-14T14:00"};
    attempt.client = ClientId(1);
    attempt.recipient = "+12125550123";
    attempt.secret = "s3cret";
    attempt.text = "Hello Ana";
    attempt.intended_at = unit.now();
    TRY(unit.attempts().add(std::span(&attempt, 1)));
    attempt.state = AttemptState::ended;
    attempt.ended_at = unit.now();
    TRY(unit.attempts().save(attempt, AttemptState::intended));
    TRY(unit.attempts().first_time(attempt.id, "ended"));
    TRY(unit.attempts().keep_answer(attempt.id, "answer", "Hello Ana, token 1.1.s3cret"));
    TRY(unit.recipients().counts_after_all(attempt));
    TRY(record_import(unit, {.name = "Ana.ics", .attested = "x"}, R"({"name":"Ana"})"));
    return {};
  });
  const auto words = [&] {
    std::string all;
    for (const char* table :
         {"SELECT answer FROM call_step", "SELECT event FROM callback_seen", "SELECT text FROM attempt",
          "SELECT secret FROM attempt", "SELECT result FROM import", "SELECT recipient FROM recipient_contact",
          "SELECT code FROM ledger", "SELECT body FROM ledger_body"}) {
      for (const auto& row : house.db->run(table).value()) all += row[0].text() + "\n";
    }
    return all;
  };
  CHECK(words().find("Hello Ana, token") != std::string::npos);
  house.time.run_until(house.time.now() + hours{24 * 91});
  while (house.prune() > 0) {
  }
  for (const std::string word : {"Ana", "s3cret", "+12125550123"}) CHECK(words().find(word) == std::string::npos);
  CHECK(house.broken().empty());
}
