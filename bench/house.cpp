#include "house.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

#include "dispatch/fill.h"
#include "node/number_facts.h"
#include "store/progress.h"

namespace courtesy::bench {
namespace {

constexpr std::size_t most_units = 64;  // in one commit, as SqliteStore has it
constexpr std::string_view area_codes[] = {"212", "646", "917", "718", "347"};

std::string one_field(const http::Fields& fields, std::string_view name) {
  return std::string(http::field(fields, name).value_or(""));
}

}  // namespace

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
  done({.kind = EndingKind::accepted, .provider_id = sent.back().provider_id});
}

void InstantGateway::look_up(LookUp, UniqueFunction<void(Result<std::vector<Sighting>>)> done) {
  done(std::vector<Sighting>{});
}

void InstantGateway::call_off(std::string, UniqueFunction<void(Ending)> done) {
  done({.kind = EndingKind::refused, .code = "answered"});
}

BusyHouse::BusyHouse(const std::string& path, int its_accounts, int its_clients)
    : TestHouse(path), accounts(its_accounts), clients(its_clients), counted(*db) {
  settings.number_facts = number_facts;
  settings.environment = {.production = false, .allow_list = {}};
  for (const auto& area : area_codes) settings.environment.allow_list.insert(fmt::format("+1{}555*", area));
  for (int i = 1; i < accounts; ++i) {
    TestHouse::write([](Unit& unit) -> Result<void> { return TRY(unit.accounts().create(clinic())), Result<void>{}; },
                     AccountId{});
    TestHouse::write([](Unit& unit) -> Result<void> { return TRY(add_rule(unit, day_before())), Result<void>{}; },
                     AccountId(i + 1));
  }
  for (int account = 0; account < accounts; ++account) {
    std::vector<intake::Booked> bookings;
    for (int i = 0; i < clients; ++i)
      bookings.push_back(booked(std::to_string(i), "2026-05-14T14:00", number(account * clients + i)));
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
}

void BusyHouse::fall_due() { time.run_until(parse_instant("2026-05-13T18:00:00Z").value()); }

std::string BusyHouse::number(int i) {
  INVARIANT(i < 10'000 * static_cast<int>(std::size(area_codes)));
  return fmt::format("+1{}555{:04}", area_codes[i / 10'000], i % 10'000);
}

void BusyHouse::send_all(int places) {
  std::size_t before = 0;
  do {
    before = gateway.sent.size();
    for (int i = 0; i < accounts; ++i) intend(AccountId(i + 1), places);
    run_groups();
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
  Allowance allowance{.calls = places};
  for (int i = 0; i < places; ++i) allowance.secrets.push_back(random_.token(16));
  auto sends = std::make_shared<std::vector<Prepared>>();
  write(
      account,
      [this, sends, allowance](Unit& unit) -> Result<void> {
        *sends = TRY(intend_due(unit, allowance, {.call = &gateway}, fill_from(library), Layers{}));
        return {};
      },
      [this, account, places, sends] {
        if (sends->empty()) return;  // nothing is due any more
        for (auto& prepared : *sends) {
          const AttemptId attempt = prepared.attempt;
          gateway.send(std::move(prepared), [&](const Ending& ending) { record(account, attempt, ending); });
        }
        intend(account, places);
      });
}

void BusyHouse::record(AccountId account, AttemptId attempt, const Ending& ending) {
  write(
      account, [attempt, ending](Unit& unit) { return record_ending(unit, attempt, ending, "{}"); }, [] {});
}

std::string fresh_file(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
  return path;
}

}  // namespace courtesy::bench
