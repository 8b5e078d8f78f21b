// On a real server: the intent, and what must prevent it, in every order in which their statements can come. Where the
// first stands after each of its statements, the second goes as far as it can; then the first to its end, then the
// second. Both take either part.
#include <doctest/doctest.h>

#include "dispatch/intend.h"
#include "dispatch/test_dispatch.h"
#include "dispatch/test_stepped_units.h"
#include "store/postgres/test_database.h"

using namespace courtesy;

namespace {

struct Shared {
  explicit Shared(int contacts_a_day) {
    settings.caps = {{hours{24}, contacts_a_day}};
    REQUIRE(migrate(*admin, {}, clock.now()).ok());
  }

  /// A business whose client has a call due now.
  AccountId clinic(const std::string& number) {
    clock.pass(-hours{1});
    AccountId made;
    commit(AccountId{}, [&](Unit& unit) -> Result<void> {
      made = TRY(unit.accounts().create(TestHouse::clinic()));
      return {};
    });
    commit(made, [&](Unit& unit) -> Result<void> {
      TRY(add_rule(unit, TestHouse::day_before()));
      return import(unit, number, "2026-05-13T11:00", Booking::booked, 0);
    });
    clock.pass(hours{1});
    return made;
  }

  static Result<void> import(Unit& unit, const std::string& number, std::string_view local, Booking booking,
                             std::int64_t sequence) {
    intake::Booked booked = TestHouse::booked("visit", local, number);
    booked.booking = booking;
    booked.sequence = sequence;
    TRY(take_bookings(unit, {.name = "book", .attested = "on paper"}, std::span(&booked, 1)));
    return {};
  }

  Work intent() {
    return [this](Unit& unit) -> Result<void> {
      Allowance allowance{.calls = 2, .texts = 2, .emails = 2, .in_all = 2, .secrets = {"one secret", "another"}};
      Layers layers;
      layers.failsafe = false;  // many businesses without a history, in one minute: not what is looked at here
      TRY(intend_due(unit, std::move(allowance), {&gateway, &gateway, &gateway}, DispatchHouse::fill, layers));
      return {};
    };
  }

  void commit(AccountId account, Work work) {
    WriteJob job{account, std::move(work), {}};
    const WriteEnding ending = run_alone(*admin, job, clock, settings, {});
    if (!ending.work) FAIL(ending.work.error().message);
    REQUIRE(ending.commit == CommitEnding::committed);
  }
  std::int64_t attempts_of(AccountId account) {
    return admin->run("SELECT COUNT(*) FROM attempt WHERE account = $1", {account}).value()[0][0].number();
  }

  TestDatabase database;
  std::unique_ptr<PostgresDb> admin = PostgresDb::open({.url = database.url()}).value();
  std::unique_ptr<PostgresDb> watcher = PostgresDb::open({.url = database.url()}).value();
  std::unique_ptr<PostgresDb> one = PostgresDb::open({.url = database.url()}).value();
  std::unique_ptr<PostgresDb> other = PostgresDb::open({.url = database.url()}).value();
  SteppedClock clock{parse_instant("2026-05-12T15:00:10Z").value()};
  VirtualTime time{clock.now()};
  FakeGateway gateway{time};
  StoreSettings settings = TestHouse().settings;
};

struct Ran {
  bool first_reached_its_end_alone;  ///< it had no statement left where the second was to begin
  bool second_committed_first;
};

/// `second` begins when `first` has run `after` statements.
Ran run_pair(Shared& shared, AccountId account, Work first_work, AccountId other_account, Work second_work, int after) {
  SteppedUnit first(*shared.one, *shared.watcher, account, std::move(first_work), shared.clock, shared.settings);
  SteppedUnit second(*shared.other, *shared.watcher, other_account, std::move(second_work), shared.clock,
                     shared.settings);
  for (int i = 0; i < after && !first.done(); ++i) first.step();
  const bool alone = first.done();
  while (!second.done() && second.step()) {
  }
  const bool second_first = !alone && second.done();
  first.finish();
  second.finish();
  for (const WriteEnding* ending : {&first.ending, &second.ending}) {
    if (!ending->work) FAIL(ending->work.error().message);
    CHECK(ending->commit == CommitEnding::committed);
  }
  return {alone, second_first};
}

struct Against {
  std::string_view name;
  std::function<Result<void>(Unit&, const std::string& number)> does;
};

const std::vector<Against> all_against{
    {"opt-out", [](Unit& unit, const std::string& number) { return unit.clients().suppress(number, "said so"); }},
    {"stop", [](Unit& unit, const std::string&) { return unit.accounts().set_stop("kim", "wrong list"); }},
    {"move",
     [](Unit& unit, const std::string& number) {
       return Shared::import(unit, number, "2026-05-20T11:00", Booking::booked, 1);
     }},
    {"cancel",
     [](Unit& unit, const std::string& number) {
       return Shared::import(unit, number, "2026-05-13T11:00", Booking::cancelled, 1);
     }},
};

/// Past +12125550199: a business's own number is no client's.
std::string number_of(int n) { return fmt::format("+1212555{:04d}", 200 + n); }

}  // namespace

TEST_CASE("whatever prevents a contact and is committed first has prevented it, in whatever order statements come") {
  if (test_server().empty()) return;
  Shared shared(3);
  int n = 0;
  for (const Against& against : all_against) {
    for (const bool intent_begins : {true, false}) {
      int orders = 0, prevented = 0;
      for (bool more = true; more; ++orders) {
        const std::string number = number_of(n++);
        CAPTURE(against.name);
        CAPTURE(orders);
        const AccountId account = shared.clinic(number);
        Work works[2] = {shared.intent(), [&](Unit& unit) { return against.does(unit, number); }};
        const Ran ran = run_pair(shared, account, std::move(works[intent_begins ? 0 : 1]), account,
                                 std::move(works[intent_begins ? 1 : 0]), orders);
        const bool prevented_first = intent_begins == ran.second_committed_first;
        CHECK(shared.attempts_of(account) == (prevented_first ? 0 : 1));
        prevented += prevented_first ? 1 : 0;
        more = !ran.first_reached_its_end_alone;
      }
      CHECK(orders > 5);
      CHECK(prevented > 0);
      CHECK(prevented < orders);
    }
  }
}

TEST_CASE("two businesses do not contact one person beyond the cap, in whatever order their statements come") {
  if (test_server().empty()) return;
  Shared shared(1);
  int orders = 0;
  for (bool more = true; more; ++orders) {
    const std::string number = number_of(orders);
    CAPTURE(orders);
    const AccountId one = shared.clinic(number), other = shared.clinic(number);
    const Ran ran = run_pair(shared, one, shared.intent(), other, shared.intent(), orders);
    CHECK(shared.attempts_of(one) + shared.attempts_of(other) == 1);
    more = !ran.first_reached_its_end_alone;
  }
  CHECK(orders > 20);
}

TEST_CASE("two businesses whose intents are one transaction do not contact one person beyond the cap either") {
  if (test_server().empty()) return;
  Shared shared(1);
  const AccountId one = shared.clinic(number_of(1)), other = shared.clinic(number_of(1)),
                  third = shared.clinic(number_of(2));
  std::vector<WriteJob> jobs;
  for (const AccountId account : {one, other, third}) {
    const Foresight foresight = [](Unit& unit) { return foresee_due(unit, Allowance{.calls = 2, .in_all = 2}); };
    jobs.push_back({account, shared.intent(), {}, true, foresight});
  }
  std::set<AccountId> written;
  CHECK(run_together(*shared.one, jobs, shared.clock, shared.settings, {}, nullptr, &written).commit ==
        CommitEnding::committed);
  CHECK(written.size() == 3);
  CHECK(shared.attempts_of(one) == 1);
  CHECK(shared.attempts_of(other) == 0);
  CHECK(shared.attempts_of(third) == 1);
}
