#include "schedule/pace_memory.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const Instant noon = parse_instant("2026-05-12T12:00:00Z").value();

double open_contacts(const CallbackRecord& record) {
  double all = 0;
  for (const auto& cohort : record.open) all += cohort.contacts;
  return all;
}

TEST_CASE("contacts of the same two minutes are one cohort, aged from its middle") {
  PaceMemory memory;
  memory.contact(noon + 10s);
  memory.contact(noon + 110s);
  memory.contact(noon + 120s);
  const CallbackRecord record = memory.record(noon + 10min);
  REQUIRE(record.open.size() == 2);
  CHECK(record.open[0].contacts == 2);
  CHECK(record.open[0].age == 9min);
  CHECK(record.open[1].age == 7min);
}

TEST_CASE("four hours later a contact is only a number") {
  PaceMemory memory;
  memory.contact(noon);
  memory.settle(noon + 4h);
  CHECK(open_contacts(memory.record(noon + 4h)) == 1);
  memory.settle(noon + 4h + 2min);
  const CallbackRecord record = memory.record(noon + 4h + 2min);
  CHECK(record.open.empty());
  CHECK(record.settled == 1);
}

TEST_CASE("a contact that never left is taken back, and one that is not there changes nothing") {
  PaceMemory memory;
  memory.contact(noon);
  memory.take_back(noon + 1min);
  CHECK(open_contacts(memory.record(noon)) == 0);
  memory.take_back(noon);
  memory.take_back(noon + 1h);
  CHECK(open_contacts(memory.record(noon)) == 0);
}

TEST_CASE("a clock that was set back leaves the record in order and of bounded size") {
  PaceMemory memory;
  for (int i = 0; i < 2000; ++i) memory.contact(noon + minutes{2 * i});
  memory.contact(noon);
  const CallbackRecord record = memory.record(noon);
  CHECK(record.open.size() == 256);
  CHECK(open_contacts(record) == 2001);
  CHECK(record.open[200].age == 0s);
  CHECK(PaceMemory::parse(memory.text()).value() == memory);
}

TEST_CASE("the far past is forgotten, and the share of callbacks stays what it was") {
  PaceMemory memory;
  for (int i = 0; i < 4100; ++i) memory.contact(noon);
  for (int i = 0; i < 1000; ++i) memory.contact(noon + 4h);
  for (int i = 0; i < 510; ++i) memory.callback();
  memory.settle(noon + 5h);
  const CallbackRecord record = memory.record(noon + 5h);
  CHECK(record.settled == 2050);
  CHECK(record.callbacks / (record.settled + open_contacts(record)) == doctest::Approx(0.1).epsilon(0.01));
}

TEST_CASE("handling times are remembered as a mean that follows the last thousand") {
  PaceMemory memory;
  for (int i = 0; i < 1001; ++i) memory.handled(90s);
  const CallbackRecord record = memory.record(noon);
  CHECK(record.handled == 500);
  CHECK((record.handling / record.handled).count() == doctest::Approx(90).epsilon(0.01));
}

TEST_CASE("what is stored is read as it was") {
  PaceMemory memory;
  CHECK(PaceMemory::parse(memory.text()).value() == memory);
  memory.contact(noon);
  memory.contact(noon + 3min);
  memory.callback();
  memory.handled(200s);
  CHECK(memory.text() == "0 1 1 200000 " + std::to_string(noon.time_since_epoch() / 1min) + ":1 " +
                             std::to_string(noon.time_since_epoch() / 1min + 2) + ":1");
  CHECK(PaceMemory::parse(memory.text()).value() == memory);
}

TEST_CASE("a stored record that cannot be one is an error") {
  for (const auto* text : {"", "1 2 3", "1 2 3 x", "1 2 3 -4", "-1 0 0 0", "0 0 0 -1", "0 0 0 0 5:-1", "0 0 0 0 5",
                           "0 0 0 0 5:", "0 0 0 0 :5", "0 0 0 0 6:1 4:1"}) {
    CHECK_FALSE_MESSAGE(PaceMemory::parse(text).ok(), text);
  }
}

}  // namespace
}  // namespace courtesy
