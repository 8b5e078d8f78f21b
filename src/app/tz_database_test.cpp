#include "app/tz_database.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::app;

namespace {
Instant day(std::string_view text) { return Instant{parse_date(text).value().time_since_epoch()}; }
}  // namespace

TEST_CASE("a tz database is as old as its release; a newer one than is known is fresh") {
  CHECK(tz_age("2025b", day("2025-03-23")) == 1);
  CHECK(tz_age("2025b", day("2025-03-01")) == 0);
  CHECK(tz_age("2026a", day("2025-12-11")) == 1);  // between two that are known: the older's age
  CHECK(tz_age("2031a", day("2040-01-01")) == 0);
  CHECK(tz_age("1999z", day("2026-01-01")) == std::nullopt);
  CHECK(tz_age("", day("2026-01-01")) == std::nullopt);
  CHECK(tz_age("newest", day("2026-01-01")) == std::nullopt);
}

TEST_CASE("above 180 days the operator is told, above 400 production does not send, and an unknown age is a no") {
  CHECK(judge_tz("2025b", day("2025-09-18")).warning.empty());
  CHECK(judge_tz("2025b", day("2025-09-19")).may_send);
  CHECK_FALSE(judge_tz("2025b", day("2025-09-19")).warning.empty());
  CHECK(judge_tz("2025b", day("2026-04-26")).may_send);
  CHECK_FALSE(judge_tz("2025b", day("2026-04-27")).may_send);
  CHECK_FALSE(judge_tz("", day("2026-04-27")).may_send);
}

TEST_CASE("of a database that was installed under a running server the operator is told, with what to do") {
  CHECK(outdated_tz_warning("2026f", "2026f").empty());
  CHECK(outdated_tz_warning("2026f", "").empty());
  CHECK(
      outdated_tz_warning("2025b", "2026f").find("2026f was installed, and this server still goes by 2025b: restart") !=
      std::string::npos);
  CHECK(outdated_tz_warning("", "2026f").find("an older one") != std::string::npos);
}

TEST_CASE("the installed database says its version") {
  const std::string version = installed_tz_version();
  if (version.empty()) {
    MESSAGE("skipped: no tzdata.zi on this machine");
    return;
  }
  CHECK(version.size() >= 5);
}
