// A house with a dispatcher that has started, and a gateway that works. For tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/attempts.h"
#include "store/progress.h"
#include "store/sqlite/test_house.h"

namespace courtesy {

class CountingLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<Field>) override { ++counts_[std::string(event)]; }
  int count(const std::string& event) { return counts_[event]; }

 private:
  std::map<std::string, int> counts_;
};

struct Office : TestHouse {
  Office() { start(); }

  void start() {
    make();
    dispatcher->start();
  }
  void make(const DispatchSettings& with = {}) {
    dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Parts{.loop = time,
                          .clock = time,
                          .store = *store,
                          .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
                          .fill = [this](Unit&, const Rule& rule, const Account&, const Client&,
                                         const Appointment&) -> Result<Filled> {
                            if (rule.content == broken) return invalid("no such flow");
                            return Filled{.text = "text", .subject = "subject", .flow = "flow", .flow_hash = "hash"};
                          },
                          .random = random,
                          .log = log},
        with);
  }
  /// With nothing under way in the store: that would die as well.
  void dies() {
    time.run_until(time.now() + seconds{1});
    dispatcher.reset();
  }
  /// Another account like the first one, which calls the day before too.
  AccountId open_clinic() {
    AccountId opened;
    write(
        [&](Unit& unit) -> Result<void> {
          opened = TRY(unit.accounts().create(clinic()));
          return {};
        },
        AccountId{});
    write(
        [](Unit& unit) -> Result<void> {
          TRY(add_rule(unit, day_before()));
          return {};
        },
        opened);
    return opened;
  }
  using TestHouse::import;
  void import(AccountId in, const std::vector<intake::Booked>& bookings) {
    write(
        [&](Unit& unit) -> Result<void> {
          TRY(take_bookings(unit, {.name = "clinic.ics", .attested = "on paper"}, bookings));
          return {};
        },
        in);
  }
  void run_until(std::string_view instant) { time.run_until(parse_instant(instant).value()); }
  Attempt attempt(int id) {
    return read<Attempt>([&](Unit& unit) { return unit.attempts().get(AttemptId(id)); });
  }
  std::vector<ReminderRow> reminders(int appointment) {
    return read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(appointment)); });
  }
  ReminderRow reminder(int appointment) { return reminders(appointment).at(0); }
  void ends(int id, AttemptOutcome outcome) {
    write([=](Unit& unit) -> Result<void> {
      Attempt found = TRY(unit.attempts().get(AttemptId(id)));
      return advance(unit, found, {.state = AttemptState::ended, .outcome = outcome});
    });
  }

  std::string broken;  // content that cannot be filled in
  SeededRandom random{1};
  CountingLog log;
  FakeGateway gateway{time};
  std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace courtesy
