#include "house.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "dispatch/fill.h"
#include "node/number_facts.h"
#include "store/progress.h"
#include "store/tally.h"

namespace courtesy::bench {
namespace {

constexpr std::size_t most_units = 256;  // in one commit, as SqliteStore has it
constexpr int most_booked = 100'000;
// Not the business's own, which has numbers that are nobody's to call.
constexpr std::string_view area_codes[] = {"631", "646", "917", "718", "347", "929", "332", "516", "914", "845"};

/// Week $1 before the booked one, for all accounts at once. Ids are the booked one's and 100,000 for each week.
constexpr std::string_view history[] = {
    "INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone, instant,"
    " authority, flag, start_key, booking, answer, told)"
    " SELECT account, appointment + 100000 * $1, source, uid || '/' || $1, recurrence, sequence, client, past, zone,"
    " instant - 604800000 * $1, authority, flag, past, booking, 'confirmed', 'told' FROM"
    " (SELECT *, strftime('%Y-%m-%dT%H:%M:%S', local, (-7 * $1) || ' days') AS past FROM appointment"
    "  WHERE appointment <= 100000)",
    "INSERT INTO reminder (account, appointment, rule, channel, start, state, due, send_at, look_at, attempts)"
    " SELECT r.account, a.appointment, r.rule, r.channel, a.start_key, 'done', r.due - 604800000 * $1,"
    " r.send_at - 604800000 * $1, r.look_at - 604800000 * $1, 1 FROM reminder r JOIN appointment a"
    " ON a.account = r.account AND a.appointment = r.appointment + 100000 * $1 WHERE r.appointment <= 100000",
    "INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text,"
    " secret, state, outcome, provider_id, flow, intended_at, send_by, ended_at, node, epoch)"
    " SELECT r.account, r.appointment, r.appointment, r.rule, r.channel, r.start, 1, c.client, c.number, "
    "'+12125550199',"
    " '', 'bench', 'ended', 'heard', 'CA' || r.account || '-' || r.appointment, 'appointment-reminder', r.send_at,"
    " r.send_at + 5000, r.send_at + 60000, 'bench', 0 FROM reminder r JOIN appointment a USING (account, appointment)"
    " JOIN client c USING (account, client) WHERE r.appointment > 100000 * $1 AND r.appointment <= 100000 * $1 + "
    "100000",
    "INSERT OR IGNORE INTO recipient SELECT recipient FROM attempt",
    "INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, start_instant, channel, due,"
    " state) SELECT t.recipient, t.intended_at, t.account, t.attempt, t.client, a.local, a.instant, t.channel,"
    " t.intended_at, 'ended' FROM attempt t JOIN appointment a USING (account, appointment)"
    " WHERE t.appointment > 100000 * $1 AND t.appointment <= 100000 * $1 + 100000"};

std::string one_field(const http::Fields& fields, std::string_view name) {
  return std::string(http::field(fields, name).value_or(""));
}

}  // namespace

const Instant due_hour = parse_instant("2026-05-13T18:00:00Z").value();

Result<Prepared> InstantGateway::prepare(const Intent& intent) const {
  const http::Fields fields{{"To", intent.recipient}, {"From", intent.sender}, {"Token", intent.token.reveal()}};
  return Prepared{.attempt = intent.attempt,
                  .account = intent.account,
                  .channel = intent.channel,
                  .what = http::Request{.method = "POST", .url = "bench:call", .body = http::encode_form(fields)}};
}

void InstantGateway::send(Prepared prepared, UniqueFunction<void(Ending)> done) {
  const auto fields = http::parse_form(std::get<http::Request>(prepared.what).body).value();
  sent.push_back({prepared.attempt, one_field(fields, "To"), one_field(fields, "Token"),
                  fmt::format("CA{:032x}", sent.size() + 1)});
  leaves(sent.back());
  done({.kind = EndingKind::accepted, .provider_id = sent.back().provider_id});
}

void InstantGateway::look_up(LookUp, UniqueFunction<void(Result<std::vector<Sighting>>)> done) {
  done(std::vector<Sighting>{});
}

void InstantGateway::call_off(std::string, UniqueFunction<void(Ending)> done) {
  done({.kind = EndingKind::refused, .code = "answered"});
}

void InstantGateway::redirect(std::string, std::string, UniqueFunction<void(Ending)> done) {
  done({.kind = EndingKind::refused, .code = "not_live"});
}

StoreSettings house_settings() {
  StoreSettings settings{.environment = {.production = false, .allow_list = {}},
                         .suppression_key = Secret<std::string>("bench"),
                         .number_facts = number_facts,
                         .salt_key = Secret<std::string>("bench salts")};
  for (const auto& area : area_codes) settings.environment.allow_list.insert(fmt::format("+1{}555*", area));
  return settings;
}

std::string all_at_two(int) { return "2026-05-14T14:00"; }

BusyHouse::BusyHouse(const std::string& path, int its_accounts, int its_clients, StartOf start_of)
    : TestHouse(path), accounts(its_accounts), clients(its_clients), counted(*db) {
  // Of the making of the house no commit needs to last.
  db->run("PRAGMA synchronous=OFF").value();
  settings = house_settings();
  for (int i = 1; i < accounts; ++i) {
    TestHouse::write([](Unit& unit) -> Result<void> { return TRY(unit.accounts().create(clinic())), Result<void>{}; },
                     AccountId{});
    TestHouse::write([](Unit& unit) -> Result<void> { return TRY(add_rule(unit, day_before())), Result<void>{}; },
                     AccountId(i + 1));
  }
  for (int account = 0; account < accounts; ++account) {
    std::vector<intake::Booked> bookings;
    for (int i = 0; i < clients; ++i)
      bookings.push_back(booked(std::to_string(i), start_of(account * clients + i), number(account * clients + i)));
    const ImportSource source{.name = "bench.ics", .attested = "bench, 2026-05-01, on paper"};
    for (std::size_t at = 0; at < bookings.size(); at += import_batch) {
      const auto some = std::span(bookings).subspan(at, std::min(import_batch, bookings.size() - at));
      TestHouse::write(
          [&](Unit& unit) -> Result<void> { return TRY(take_bookings(unit, source, some)), Result<void>{}; },
          AccountId(account + 1));
    }
  }
  Unit house(*db, AccountId{}, time.now(), settings, {});
  node_ = {"bench", house.accounts().begin_epoch("bench").value()};
  db->run("PRAGMA synchronous=FULL").value();
}

void BusyHouse::add_history(int weeks) {
  INVARIANT(clients < most_booked);
  db->run("PRAGMA synchronous=OFF").value();
  for (int week = 1; week <= weeks; ++week) {
    INVARIANT(db->begin().ok());
    for (const auto& sql : history) db->run(sql, {week}).value();
    INVARIANT(db->commit() == CommitEnding::committed);
    for (int account = 1; account <= accounts; ++account) {
      const Instant visits = due_hour - hours{7 * 24 * week};
      const std::int64_t spent = clients * settings.prices.call;
      TestHouse::write([&](Unit& unit) { return unit.tally().add_history(visits, clients, spent); },
                       AccountId(account));
    }
    // A node takes of the house's volume ahead of what it needs, and more so with many places: for the house more is
    // usual than its accounts have had.
    TestHouse::write(
        [&](Unit& unit) {
          return unit.tally().add_history(due_hour - hours{7 * 24 * week}, 5 * accounts * clients + 20'000,
                                          settings.prices.call * accounts * clients);
        },
        AccountId{});
  }
  db->run("PRAGMA wal_checkpoint(TRUNCATE)").value();
  db->run("PRAGMA synchronous=FULL").value();
}

void BusyHouse::fall_due() { time.run_until(due_hour); }

std::string BusyHouse::number(int i) {
  INVARIANT(i < 10'000 * static_cast<int>(std::size(area_codes)));
  return fmt::format("+1{}555{:04}", area_codes[i / 10'000], i % 10'000);
}

std::vector<AccountId> BusyHouse::due_accounts(int limit) {
  std::vector<AccountId> due;
  Work look = [&](Unit& unit) -> Result<void> {
    due = TRY(unit.accounts().with_due(AccountId{}, limit));
    return {};
  };
  run_read(*db, AccountId{}, look, time, settings).value();
  return due;
}

int BusyHouse::index_of(const std::string& number) {
  const auto* const area = std::find(std::begin(area_codes), std::end(area_codes), number.substr(2, 3));
  return static_cast<int>(area - std::begin(area_codes)) * 10'000 + std::stoi(number.substr(8));
}

void BusyHouse::send_due(int places, int house_places) {
  for (const AccountId account : due_accounts(std::max(1, house_places / places))) intend(account, places);
  run_groups();
}

void BusyHouse::send_all(int places, int house_places) {
  std::size_t before = 0;
  do {
    before = gateway.sent.size();
    while (!due_accounts(1).empty()) send_due(places, house_places);
    // Whoever found no place is looked at again a second later.
    time.run_until(time.now() + seconds{1});
  } while (gateway.sent.size() > before);
}

void BusyHouse::write(AccountId account, Work work, UniqueFunction<void()> committed) {
  waiting_.push_back({account, std::move(work),
                      [this, handed = Stopwatch(), committed = std::move(committed)](WriteEnding ending) mutable {
                        units.push_back(handed.seconds());
                        if (!ending.work) errors.insert(ending.work.error().message);
                        if (ending.commit == CommitEnding::committed) committed();
                      }});
}

void BusyHouse::run_groups() {
  while (!waiting_.empty()) {
    std::vector<WriteJob> jobs;
    for (; !waiting_.empty() && jobs.size() < most_units; waiting_.pop_front())
      jobs.push_back(std::move(waiting_.front()));
    for (auto& one : run_group(counted, std::move(jobs), time, settings, node_)) one.done(std::move(one.ending));
  }
}

void BusyHouse::intend(AccountId account, int places) {
  Allowance allowance{.calls = places, .in_all = places};
  for (int i = 0; i < places; ++i) allowance.secrets.push_back(random_.token(16));
  auto sends = std::make_shared<std::vector<Prepared>>();
  write(
      account,
      [this, sends, allowance](Unit& unit) -> Result<void> {
        std::vector<Judge::Asked> answers;
        *sends = TRY(intend_due(unit, allowance, {.call = &gateway}, fill_from(library), Layers{}, nullptr, &answers));
        for (const auto& [interlock, times] : answers) asked[std::string(interlock)] += static_cast<std::size_t>(times);
        return {};
      },
      [this, account, sends] {
        for (auto& prepared : *sends) {
          const AttemptId attempt = prepared.attempt;
          gateway.send(std::move(prepared), [&](const Ending& ending) { record(account, attempt, ending); });
        }
      });
}

void BusyHouse::record(AccountId account, AttemptId attempt, const Ending& ending) {
  write(
      account, [attempt, ending](Unit& unit) { return record_ending(unit, attempt, ending, {}); }, [] {});
}

std::string fresh_file(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
  return path;
}

}  // namespace courtesy::bench
