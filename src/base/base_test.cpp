#include <doctest/doctest.h>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/phone/number.h"
#include "base/random.h"
#include "base/virtual_time.h"
#include "base/zone.h"

using namespace courtesy;

TEST_CASE("an instant is read and written in RFC 3339, and nothing else is an instant") {
  CHECK(to_string(parse_instant("2026-07-15T11:59:59Z").value()) == "2026-07-15T11:59:59Z");
  CHECK(to_string(parse_instant("2026-07-15T11:59:59.250+02:00").value()) == "2026-07-15T09:59:59.250Z");
  for (const auto* text : {"2026-02-30T00:00:00Z", "2026-07-15T24:00:00Z", "2026-07-15T11:59:59", "yesterday", ""}) {
    CHECK_FALSE(parse_instant(text).ok());
  }
}

TEST_CASE("a skipped local time is read with the offset before the gap, a repeated one is the first") {
  const Zone zone = Zone::find("America/New_York").value();
  const auto gap = zone.resolve(parse_local_time("2026-03-08T02:30").value());
  CHECK(gap.flag == TimeFlag::gap);
  CHECK(to_string(gap.instant) == "2026-03-08T07:30:00Z");
  const auto overlap = zone.resolve(parse_local_time("2026-11-01T01:30").value());
  CHECK(overlap.flag == TimeFlag::overlap);
  CHECK(to_string(overlap.instant) == "2026-11-01T05:30:00Z");
  CHECK(zone.to_text(gap.instant) == "2026-03-08T03:30:00-04:00");
}

TEST_CASE("an unknown zone is an error, never UTC") {
  for (const auto* name : {"", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Fixed/UTC+01:00:00"}) {
    CHECK_FALSE(Zone::find(name).ok());
  }
}

TEST_CASE("the next change of offset after an instant is the database's") {
  const Zone zone = Zone::find("Europe/Madrid").value();
  CHECK(to_string(*zone.next_transition(parse_instant("2026-07-01T00:00:00Z").value())) == "2026-10-25T01:00:00Z");
  CHECK(to_string(*zone.last_transition(parse_instant("2026-07-01T00:00:00Z").value())) == "2026-03-29T01:00:00Z");
  CHECK(to_string(*zone.last_transition(parse_instant("2026-03-29T01:00:00Z").value())) == "2026-03-29T01:00:00Z");
  CHECK(to_string(*zone.last_transition(parse_instant("2026-03-29T00:59:59.999Z").value())) == "2025-10-26T01:00:00Z");
}

TEST_CASE("a phone number is E.164 or it is none") {
  CHECK(PhoneNumber::parse("+12125550123").value().e164() == "+12125550123");
  for (const auto* text : {"12125550123", "+02125550123", "+1212555012345678", "+1 212 555 0123", "+", ""}) {
    CHECK_FALSE(PhoneNumber::parse(text).ok());
  }
}

TEST_CASE("the same seed gives the same draws, and parts have streams of their own") {
  SeededRandom a(7);
  SeededRandom b(7);
  CHECK(a.next() == b.next());
  CHECK(a.token(16).size() == 22);
  CHECK(a.fork("persona").next() != b.fork("callback").next());
}

TEST_CASE("digests and encodings agree with published vectors") {
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base64("fo") == "Zm8=");
  CHECK(from_base64("Zm8=").value() == "fo");
  CHECK_FALSE(from_base64("Zm8").ok());
}

TEST_CASE("virtual time runs timers in order, and a dropped timer never runs") {
  VirtualTime time(parse_instant("2026-01-01T00:00:00Z").value());
  std::string order;
  const auto late = time.at(seconds{2}, [&] { order += "b"; });
  const auto early = time.at(seconds{1}, [&] { order += "a"; });
  auto dropped = time.at(seconds{1}, [&] { order += "x"; });
  dropped.reset();
  time.run_until(parse_instant("2026-01-01T00:01:00Z").value());
  CHECK(order == "ab");
  CHECK(to_string(time.now()) == "2026-01-01T00:01:00Z");
}
