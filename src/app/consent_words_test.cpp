#include "app/consent_words.h"

#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

const Instant now = parse_instant("2026-05-12T14:00:00Z").value();

}  // namespace

TEST_CASE("a consent names somebody and a day, and may say how") {
  for (const auto* said :
       {"", "Dr Maple, 2026-05-01", "Dr Maple,2026-05-01", "Kim Reyes, front desk, 2026-05-01, paper",
        "Dr Maple, 2026-05-12", "Dr Maple, 2026-05-01, by form, again 2027-01-01"}) {
    CHECK_MESSAGE(check_consent(said).ok(), said);
    CHECK_MESSAGE(check_consent_begun(said, now).ok(), said);
  }
}

TEST_CASE("a consent by nobody, without a day, or of a day that is none is refused") {
  for (const auto* said : {"yes", "Dr Maple", "2026-05-01", ", 2026-05-01", " ,2026-05-01", "Dr Maple, 2026-02-30",
                           "Dr Maple 2026-05-01", "Dr Maple, 05/01/2026", ","}) {
    CHECK_MESSAGE(!check_consent(said).ok(), said);
  }
}

TEST_CASE("a consent is of a day that has begun, at least in the zone farthest ahead") {
  CHECK_FALSE(check_consent_begun("Dr Maple, 2026-05-14", now).ok());
  CHECK(check_consent_begun("Dr Maple, 2026-05-13", now).ok());  // 04:00 in Kiritimati
  CHECK_FALSE(check_consent_begun("Dr Maple, 2026-05-13", now - hours{5}).ok());
}

TEST_CASE("import and feed refuse a consent that is none, and write nothing") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string path = house.file("a.ics", calendar(event("a", ":20260515T150000Z", "Ben +1 212 555 0124")));
  const auto unclear = house.run({"import", path, "--database", database, "--consent", "yes"});
  CHECK(unclear.code == 2);
  CHECK(contains(unclear.err, "no part of it is a date"));
  const auto later = house.run({"import", path, "--database", database, "--consent", "Kim, 2027-05-01"});
  CHECK(later.code == 1);
  CHECK(contains(later.err, "still to come"));
  CHECK_FALSE(contains(later.out, "Written"));
  const std::string address = "https://calendar.example.com/private/basic.ics";
  CHECK(house.run({"feed", "add", address, "--database", database, "--consent", "yes"}).code == 2);
  CHECK(house.run({"feed", "add", address, "--database", database, "--consent", "Kim, 2027-05-01"}).code == 1);
  CHECK(contains(house.run({"feed", "list", "--database", database}).out, "There are no feeds"));
}
