#include "simulation/owed.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::simulation;

namespace {

constexpr int text_two_hours_before = 2;
const Visit visit{1, "visit"};
const std::string name = "clinic 1 visit rule 2 of 2026-06-10T15:00";

/// One client with one appointment, on a Wednesday at three in New York; the text is due at one.
struct Fixture {
  Fixture() { model.book(visit, 0, start, "America/New_York", plan.begins); }

  Owing::Judged judge() const {
    const Promise* promise = model.standing(visit);
    REQUIRE(promise != nullptr);
    return owing.judge(*promise, text_two_hours_before, name, milliseconds{0});
  }
  void contact(Instant at, std::string reminder = "another") {
    owing.contact("+16175552000", {.at = at, .over = at, .channel = Channel::text, .reminder = std::move(reminder)});
  }

  Plan plan{.begins = parse_instant("2026-06-08T10:00:00Z").value(),
            .ends = parse_instant("2026-06-13T10:00:00Z").value(),
            .clinics = {{.name = "Clinic", .caller_number = "+16175550198"}},
            .patients = {{.name = "Client", .number = "+16175552000", .email = "", .zones = {"America/New_York"}}}};
  LocalTime start{std::chrono::local_days{std::chrono::year{2026} / 6 / 10} + hours{15}};
  Instant due = parse_instant("2026-06-10T17:00:00Z").value();
  Model model{plan};
  Touched touched;
  Owing owing{model, touched, plan.ends};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what nothing stands in the way of is owed, at its time") {
  CHECK(judge().owed == Owed::yes);
  CHECK(judge().free == due);
}

TEST_CASE_FIXTURE(Fixture, "a stop or an outage touches what was due in it, and nothing before or after") {
  touched.stopped(1, true, due - hours{3});
  touched.stopped(1, false, due - hours{1});
  touched.house("disk_full", due + hours{1}, due + hours{2});
  CHECK(judge().owed == Owed::yes);
  touched.stopped(2, true, due - minutes{5});
  CHECK(judge().owed == Owed::yes);
  touched.down("down", due - minutes{5});
  touched.goes_on("down", due + minutes{5});
  CHECK(judge().owed == Owed::touched);
  CHECK(judge().by == "down");
}

TEST_CASE_FIXTURE(Fixture, "a fault at one attempt touches its reminder alone") {
  touched.reminder("clinic 1 visit rule 1 of 2026-06-10T15:00");
  CHECK(judge().owed == Owed::yes);
  touched.reminder(name);
  CHECK(judge().owed == Owed::touched);
}

TEST_CASE_FIXTURE(Fixture, "after three contacts in a day there is room when the first is a day old; its own is none") {
  contact(due, name);
  contact(due - hours{23});
  contact(due - hours{4});
  CHECK(judge().owed == Owed::yes);
  contact(due - hours{3});
  CHECK(judge().free == due + hours{1});
  contact(due - hours{22});
  CHECK(judge().owed == Owed::no_room);
}

TEST_CASE_FIXTURE(Fixture, "an answer ends what was left of the start that it is about, and nothing else") {
  model.answer({1, "other"}, "2026-06-10T15:00", due - hours{1}, true);
  model.answer(visit, "2026-06-11T15:00", due - hours{1}, true);
  CHECK(judge().owed == Owed::yes);
  model.answer(visit, "2026-06-10T15:00", due + hours{1}, false);
  CHECK(judge().owed == Owed::yes);
  // It is there again after some hours: the word that it was off holds no more.
  model.cancel(visit, due - hours{6});
  model.book(visit, 0, start, "America/New_York", due - hours{3});
  model.answer(visit, "2026-06-10T15:00", due - hours{1}, true);
  CHECK(judge().owed == Owed::answered);
}

TEST_CASE_FIXTURE(Fixture, "an opt-out counts from its commit on, until it is lifted") {
  model.opt_out(1, "+16175552000", due + hours{1});
  CHECK(judge().owed == Owed::yes);
  model.opt_in(1, "+16175552000", due + hours{2});
  model.opt_out(2, "+16175552000", due - hours{2});
  CHECK(judge().owed == Owed::yes);
  model.opt_out(1, "+16175552000", due - hours{2});
  CHECK(judge().owed == Owed::opted_out);
}

TEST_CASE_FIXTURE(Fixture, "who has no number cannot be owed a text") {
  plan.patients[0].number.clear();
  CHECK(judge().owed == Owed::nobody);
}
