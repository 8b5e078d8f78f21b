#include "node/tz_keeper.h"

#include <doctest/doctest.h>

#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

/// Takes nothing for a while: as a store that is full, or another node that has the account.
class ReluctantStore final : public Store {
 public:
  ReluctantStore(Loop& loop, Store& store) : loop_(loop), store_(store) {}
  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override {
    if (writes_refused == 0) return store_.write(account, std::move(work), std::move(done));
    --writes_refused;
    loop_.post([done = std::move(done)]() mutable {
      done({CommitEnding::rolled_back, Error{ErrorCode::unavailable, "not now"}, true});
    });
  }
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override {
    if (reads_refused == 0) return store_.read(account, std::move(work), std::move(done));
    --reads_refused;
    loop_.post([done = std::move(done)]() mutable { done(Error{ErrorCode::unavailable, "not now"}); });
  }

  int writes_refused = 0;
  int reads_refused = 0;

 private:
  Loop& loop_;
  Store& store_;
};

/// Two visits of the first account stand an hour off, as by another tz database.
struct MovedHouse : TestHouse {
  MovedHouse() {
    write(
        [](Unit& unit) -> Result<void> {
          TRY(unit.accounts().create(clinic()));
          return {};
        },
        AccountId{});
    auto first = booked("a", "2026-05-14T14:00");
    auto second = booked("b", "2026-05-15T14:00");
    first.start.instant += hours{1};
    second.start.instant += hours{1};
    import({first, second});
  }

  void keep(const std::string& version) {
    done = 0;
    keeper.emplace(TzKeeper::Parts{
        .loop = time, .clock = time, .store = reluctant, .log = log, .version = version, .got_on = [this] {
          ++units;
        }});
    keeper->start([this] { ++done; });
    time.run_until(time.now() + seconds{30});
  }
  std::string start_of(int visit) {
    return to_string(
        read<Appointment>([&](Unit& unit) { return unit.appointments().get(AppointmentId(visit)); }).start.instant);
  }

  ReluctantStore reluctant{time, *store};
  QuietLog log;
  std::optional<TzKeeper> keeper;
  int done = 0;
  int units = 0;
};

}  // namespace

TEST_CASE("by another tz database all visits are derived again, each account once") {
  MovedHouse house;
  house.keep("2026f");
  CHECK(house.done == 1);
  CHECK(house.units == 2);
  CHECK(house.start_of(1) == "2026-05-14T18:00:00Z");
  CHECK(house.start_of(2) == "2026-05-15T18:00:00Z");
  house.keep("2026f");
  CHECK(house.done == 1);
  CHECK(house.units == 2);
  house.keep("2027a");
  CHECK(house.units == 4);
  house.keep("");  // which it is is not known: once more, at each start
  house.keep("");
  CHECK(house.units == 8);
}

TEST_CASE("what waits for it begins only once the store has taken all") {
  MovedHouse house;
  house.reluctant.reads_refused = 2;
  house.reluctant.writes_refused = 60;
  house.keep("2026f");
  CHECK(house.done == 0);
  CHECK(house.start_of(1) == "2026-05-14T19:00:00Z");
  house.time.run_until(house.time.now() + seconds{60});
  CHECK(house.done == 1);
  CHECK(house.start_of(1) == "2026-05-14T18:00:00Z");
}

TEST_CASE("an account that cannot be derived again keeps no other waiting, and is asked for at the next start") {
  MovedHouse house;
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE client SET zone = 'Atlantis/Lost' WHERE account = $1", {unit.account()}));
    return {};
  });
  house.keep("2026f");
  CHECK(house.done == 1);
  CHECK(house.units == 1);
  CHECK(house.start_of(1) == "2026-05-14T19:00:00Z");
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE client SET zone = '' WHERE account = $1", {unit.account()}));
    return {};
  });
  house.keep("2026f");
  CHECK(house.done == 1);
  CHECK(house.start_of(1) == "2026-05-14T18:00:00Z");
}

TEST_CASE("who books by another tz database than the account goes by makes the next start derive again") {
  MovedHouse house;
  house.keep("2026f");
  house.settings.tz_version = "2026f";
  house.import({TestHouse::booked("c", "2026-05-14T16:00")});
  house.keep("2026f");
  CHECK(house.units == 2);
  house.settings.tz_version = "2025b";
  house.import({TestHouse::booked("d", "2026-05-14T17:00")});
  house.keep("2026f");
  CHECK(house.units == 3);
  house.keep("2026f");
  CHECK(house.units == 3);
}
