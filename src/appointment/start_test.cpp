#include "appointment/start.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

TEST_CASE("a skipped start keeps its wall clock and is at the offset before the gap") {
  const Start start = start_at(parse_local_time("2026-03-08T02:30").value(), "America/New_York").value();
  CHECK(start.flag == TimeFlag::gap);
  CHECK(to_string(start.instant) == "2026-03-08T07:30:00Z");
  CHECK(start.key() == "2026-03-08T02:30");
}

TEST_CASE("a feed's instant stands, and its key has no zone") {
  const Start start = start_at(parse_instant("2026-05-12T13:00:00Z").value(), "America/New_York").value();
  CHECK(to_string(start.local) == "2026-05-12T09:00");
  CHECK(start.key() == "2026-05-12T13:00:00Z");
}

TEST_CASE("deriving again follows what has authority") {
  Start booked = start_at(parse_local_time("2026-05-12T09:00").value(), "America/New_York").value();
  booked.instant += hours{1};  // as an older tz database had it
  CHECK(to_string(derived_again(booked).value().instant) == "2026-05-12T13:00:00Z");

  Start fed = start_at(parse_instant("2026-05-12T13:00:00Z").value(), "America/New_York").value();
  fed.local += hours{1};
  CHECK(to_string(derived_again(fed).value().local) == "2026-05-12T09:00");
  CHECK(derived_again(fed).value().instant == fed.instant);
}

TEST_CASE("an unknown zone is an error, never UTC") {
  CHECK_FALSE(start_at(LocalTime{}, "Mars/Olympus").ok());
  CHECK_FALSE(start_at(Instant{}, "").ok());
}

}  // namespace
}  // namespace courtesy
