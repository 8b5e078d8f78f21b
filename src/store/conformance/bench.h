// What the conformance suite and the oracle's workload stand on: a store of whatever kind, opened and run to its
// endings.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "appointment/start.h"
#include "base/loop.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/clients.h"
#include "store/rules.h"
#include "store/store.h"
#include "store/unit.h"

namespace courtesy {

class StoreBench {
 public:
  virtual ~StoreBench() = default;
  /// Empty but for account 0; written for a node's first life.
  virtual Store& store() = 0;
  /// Runs the loop until `done` says so.
  virtual void run_until(const std::function<bool()>& done) = 0;
  /// The store's clock goes on by so much.
  virtual void pass(milliseconds time) = 0;
  /// Another life of the same node begins on the same database, as after a failover; store() stays the old one.
  virtual void begin_another_life() = 0;
};

namespace conformance {

/// What every store must keep, on a bench that was furnished with one client and four appointments of hers.
struct StoreRule {
  std::string_view name;
  void (*keeps)(StoreBench&);
};

inline constexpr std::string_view number = "+12125550123";
inline constexpr AccountId ours{1};
inline constexpr AccountId theirs{2};

inline StoreSettings settings() {
  return {.environment = {.production = false, .allow_list = {"+1212555*"}},
          .suppression_key = Secret<std::string>("test key"),
          .number_facts =
              [](const PhoneNumber&) {
                return NumberFacts{.country = "US", .kind = NumberKind::ordinary, .zones = {"America/New_York"}};
              },
          .salt_key = Secret<std::string>("test salts")};
}

inline Instant noon() { return parse_instant("2026-05-12T16:00:00Z").value(); }

/// The first of a start's hour: 9 is 2026-05-20T09:00 in New York.
inline Start start_of(int hour) {
  return start_at(parse_local_time("2026-05-20T00:00").value() + hours{hour}, "America/New_York").value();
}

/// Runs a unit to its ending.
inline WriteEnding write(StoreBench& bench, Work work, AccountId in = ours) {
  std::optional<WriteEnding> ending;
  bench.store().write(in, std::move(work), [&](WriteEnding e) {
    INVARIANT(!ending);  // told once
    ending = std::move(e);
  });
  bench.run_until([&] { return ending.has_value(); });
  return std::move(*ending);
}

inline bool committed(const WriteEnding& ending) {
  return ending.commit == CommitEnding::committed && ending.work.ok();
}

/// What a unit answers, once it is committed; its error when it is not.
template <typename T>
Result<T> ask(StoreBench& bench, std::function<Result<T>(Unit&)> question, AccountId in = ours) {
  std::optional<T> answer;
  const WriteEnding ending = write(
      bench,
      [&](Unit& unit) -> Result<void> {
        answer = TRY(question(unit));
        return {};
      },
      in);
  if (!ending.work) return ending.work.error();
  if (ending.commit != CommitEnding::committed) return Error{ErrorCode::unavailable, "not committed"};
  return std::move(*answer);
}

template <typename T>
Result<T> read(StoreBench& bench, std::function<Result<T>(Unit&)> question, AccountId in = ours) {
  std::optional<T> answer;
  std::optional<Result<void>> ending;
  bench.store().read(
      in,
      [&](Unit& unit) -> Result<void> {
        answer = TRY(question(unit));
        return {};
      },
      [&](Result<void> result) { ending = std::move(result); });
  bench.run_until([&] { return ending.has_value(); });
  if (!*ending) return ending->error();
  return std::move(*answer);
}

/// One client with that number and consent, and `appointments` of hers, a start an hour from 9 on.
inline Result<void> add_client(Unit& unit, const std::string& to, int appointments) {
  const ClientId client = TRY(unit.clients().find_or_add({.name = "Ana", .number = to}));
  TRY(unit.clients().consent(client, "on paper"));
  for (int i = 0; i < appointments; ++i) {
    Appointment appointment;
    appointment.source = "book";
    appointment.uid = to + "." + std::to_string(i);
    appointment.client = client;
    appointment.start = start_of(9 + i);
    TRY(unit.appointments().add(appointment));
  }
  return {};
}

inline Result<void> add_account(Unit& house, const std::string& name) {
  TRY(house.accounts().create({.name = name,
                               .spoken_name = name,
                               .callback_number = "+12125550100",
                               .caller_number = "+12125550199",
                               .email_from = "reminders@maple.example",
                               .zone = "America/New_York",
                               .country = "US"}));
  return {};
}

/// Two accounts, each with one rule and the clients that `each` adds.
inline void furnish(StoreBench& bench, const std::function<Result<void>(Unit&)>& each) {
  INVARIANT(committed(write(
      bench,
      [](Unit& unit) -> Result<void> {
        TRY(add_account(unit, "Maple Dental"));
        return add_account(unit, "Elm Hair");
      },
      AccountId{})));
  for (const AccountId account : {ours, theirs}) {
    INVARIANT(committed(write(
        bench,
        [&](Unit& unit) -> Result<void> {
          TRY(unit.rules().add({.id = {},
                                .channel = Channel::call,
                                .offset = DaysBeforeSameTime{1},
                                .content = "appointment-reminder"}));
          return each(unit);
        },
        account)));
  }
}

}  // namespace conformance
}  // namespace courtesy
