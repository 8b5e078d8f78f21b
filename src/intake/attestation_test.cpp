#include "intake/attestation.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::intake;

namespace {

const Instant now = parse_instant("2026-05-12T14:00:00Z").value();

}  // namespace

TEST_CASE("an attestation names somebody and a day, and may say how") {
  const auto all = read_attestation("Kim Reyes, front desk, 2026-05-01, on paper, twice");
  REQUIRE(all);
  CHECK(all->how == "on paper, twice");
  CHECK(to_string(all->since) == "2026-05-01");
  for (const auto* said : {"Dr Maple, 2026-05-01", "Dr Maple,2026-05-01", "Dr Maple, 2026-05-12",
                           "Dr Maple, 2026-05-01, by form, again 2027-01-01"}) {
    const auto read = read_attestation(said);
    REQUIRE_MESSAGE(read, said);
    CHECK_MESSAGE(check_begun(*read, now).ok(), said);
  }
}

TEST_CASE("an attestation by nobody, without a day, or of a day that is none is refused") {
  for (const auto* said : {"", "yes", "Dr Maple", "2026-05-01", ", 2026-05-01", " ,2026-05-01", "Dr Maple, 2026-02-30",
                           "Dr Maple 2026-05-01", "Dr Maple, 05/01/2026", ","}) {
    CHECK_MESSAGE(!read_attestation(said).ok(), said);
  }
  CHECK_FALSE(read_attestation("Kim", "in May", "on paper").ok());
  CHECK_FALSE(read_attestation(" ", "2026-05-01", "on paper").ok());
  CHECK(read_attestation("Kim", " 2026-05-01 ", "on paper").ok());
}

TEST_CASE("an attestation is of a day that has begun, at least in the zone farthest ahead") {
  const auto read = [](const char* said) { return read_attestation(said).value(); };
  CHECK_FALSE(check_begun(read("Dr Maple, 2026-05-14"), now).ok());
  CHECK(check_begun(read("Dr Maple, 2026-05-13"), now).ok());  // 04:00 in Kiritimati
  CHECK_FALSE(check_begun(read("Dr Maple, 2026-05-13"), now - hours{5}).ok());
}
