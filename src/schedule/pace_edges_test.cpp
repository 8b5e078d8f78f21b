// The limits of what pacing stores and reads, and the words of a plan where they change.
#include <doctest/doctest.h>

#include "schedule/pace_memory.h"
#include "schedule/pace_plan.h"
#include "schedule/timetable.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const Instant noon = parse_instant("2026-05-12T12:00:00Z").value();

Instant at(std::string_view text) { return parse_instant(text).value(); }

double open_contacts(const PaceMemory& memory) {
  double all = 0;
  for (const auto& cohort : memory.record(noon).open) all += cohort.contacts;
  return all;
}

TEST_CASE("before 1970 too a cohort begins at an even minute") {
  PaceMemory memory;
  memory.contact(Instant{-1min});
  memory.contact(Instant{-2min});
  CHECK(memory.text() == "0 0 0 0 -2:2");
  memory.contact(Instant{0min});
  CHECK(memory.text() == "0 0 0 0 -2:2 0:1");
}

TEST_CASE("a contact is taken back from its own two minutes, and only once") {
  PaceMemory memory;
  memory.contact(noon);
  memory.contact(noon + 2min);
  memory.contact(noon + 2min);
  memory.take_back(noon + 3min);
  CHECK(memory.record(noon).open[0].contacts == 1);
  CHECK(memory.record(noon).open[1].contacts == 1);
  memory.take_back(noon + 2min);
  memory.take_back(noon + 2min);
  CHECK(open_contacts(memory) == 1);
}

TEST_CASE("a thousand handling times are kept, of one more the half") {
  PaceMemory memory;
  for (int i = 0; i < 1000; ++i) memory.handled(90s);
  CHECK(memory.record(noon).handled == 1000);
  CHECK(memory.record(noon).handling == 90'000s);
  memory.handled(90s);
  CHECK(memory.record(noon).handled == 500);
  CHECK(memory.record(noon).handling == 45'045s);
}

TEST_CASE("four thousand settled contacts are kept, of more the half") {
  PaceMemory memory;
  for (int i = 0; i < 4000; ++i) memory.contact(noon);
  for (int i = 0; i < 400; ++i) memory.callback();
  memory.settle(noon + 5h);
  CHECK(memory.record(noon).settled == 4000);
  memory.contact(noon + 5h);
  memory.settle(noon + 10h);
  CHECK(memory.record(noon).settled == 2001);
  CHECK(memory.record(noon).callbacks == 200);
}

TEST_CASE("of what is forgotten the callbacks go by its share of all contacts, open ones too") {
  PaceMemory memory;
  for (int i = 0; i < 4004; ++i) memory.contact(noon);
  for (int i = 0; i < 4004; ++i) memory.contact(noon + 5h);
  for (int i = 0; i < 800; ++i) memory.callback();
  memory.settle(noon + 5h);
  CHECK(memory.record(noon).settled == 2002);
  CHECK(memory.record(noon).callbacks == 600);
}

TEST_CASE("a stored record holds 256 cohorts and no more") {
  std::string text = "0 0 0 0";
  for (int i = 0; i < 256; ++i) text += " " + std::to_string(2 * i) + ":1";
  CHECK(PaceMemory::parse(text).ok());
  CHECK(PaceMemory::parse(text).value().text() == text);
  CHECK_FALSE(PaceMemory::parse(text + " 512:1").ok());
}

TEST_CASE("each number of a stored record must be one, from its first letter to its last") {
  CHECK(PaceMemory::parse("0 0 0 0 0:0").ok());
  CHECK(PaceMemory::parse("1 2 3 4").ok());
  for (const auto* text : {"x 2 3 4", "1 -2 3 4", "1 2 3x 4", "1 2 3 99999999999999999999", "0 0 0 0 0:1 0:1",
                           "0 0 0 0 2:x", "0 0 0 0 x:2", "0 0 0 0 2:1  4:1"}) {
    const auto parsed = PaceMemory::parse(text);
    REQUIRE_FALSE_MESSAGE(parsed.ok(), text);
    CHECK(parsed.error().message == "pacing: the stored record of callbacks cannot be read");
  }
}

PlanQuestion ten_thousand(int agents) {
  return {.contacts = 10'000,
          .desk = {agents, 180s},
          .target = {.wait = 60s, .share = 0.8, .callback_share = 0.1},
          .patience = 60s,
          .hours_per_day = 8};
}

std::string refusal(PlanQuestion question) {
  const auto plan = plan_pace(question);
  return plan.ok() ? "" : plan.error().message;
}

TEST_CASE("the limits of a plan can be asked for, and what is beyond them is refused by name") {
  const auto with = [](auto change) {
    PlanQuestion question = ten_thousand(2);
    change(question);
    return refusal(question);
  };
  for (const std::int64_t contacts : {1, 10'000'000}) CHECK(with([&](auto& q) { q.contacts = contacts; }) == "");
  for (const std::int64_t contacts : {0, 10'000'001}) {
    CHECK(with([&](auto& q) { q.contacts = contacts; }) == "pacing: contacts must be 1 to 10,000,000");
  }
  for (const double hours : {0.1, 24.0}) CHECK(with([&](auto& q) { q.hours_per_day = hours; }) == "");
  for (const double hours : {0.0, 24.1}) {
    CHECK(with([&](auto& q) { q.hours_per_day = hours; }) == "pacing: the hours per day must be above 0, at most 24");
  }
  for (const auto patience : {1s, 3600s}) CHECK(with([&](auto& q) { q.patience = patience; }) == "");
  for (const auto patience : {999ms, 3'600'001ms}) {
    CHECK(with([&](auto& q) { q.patience = patience; }) == "pacing: the patience must be 1 second to an hour");
  }
}

TEST_CASE("agents who are quicker than can be reckoned with have no plan") {
  PlanQuestion question = ten_thousand(2);
  question.desk.handling = 1ms;
  CHECK(refusal(question) == "pacing: callbacks must be 0 to 100,000 an hour");
}

TEST_CASE("one contact by one agent is told in the singular, and takes a minute at least") {
  PlanQuestion question = ten_thousand(1);
  question.contacts = 1;
  question.target.callback_share = 1;
  question.target.share = 0.1;
  const std::string words = in_words(plan_pace(question).value());
  CHECK(words.starts_with("1 contact takes 4 minutes: 1 agent who spend"));
  question.target.callback_share = 0.001;
  CHECK(in_words(plan_pace(question).value()).starts_with("1 contact takes 1 minute"));
}

TEST_CASE("what fits into a working day is told in hours, and more in days too") {
  PlanQuestion question = ten_thousand(2);
  question.contacts = 1000;
  CHECK(in_words(plan_pace(question).value()).starts_with("1,000 contacts take 5.5 hours: 2 agents"));
  PacePlan plan = plan_pace(question).value();
  plan.hours = question.hours_per_day;
  CHECK(in_words(plan).starts_with("1,000 contacts take 8 hours: "));
  plan.hours = 1;
  CHECK(in_words(plan).starts_with("1,000 contacts take 1 hour"));
}

TEST_CASE("what takes next to nothing is told as a minute") {
  PacePlan plan = plan_pace(ten_thousand(2)).value();
  plan.hours = 0;
  CHECK(in_words(plan).starts_with("10,000 contacts take 1 minute"));
}

TEST_CASE("where nobody calls nobody waits, and nobody hangs up") {
  CHECK(waits_within({2, 180s}, 0, 0s).value() == 1);
  const auto nobody = service_with_impatience({2, 180s}, 0, 120s, 60s).value();
  CHECK(nobody.waits == 0);
  CHECK(nobody.hangs_up == 0);
}

TEST_CASE("the last caller's wait is told from an hour on") {
  PacePlan plan = plan_pace(ten_thousand(2)).value();
  plan.last = 1;
  CHECK(in_words(plan).find(", and if none did, the last would wait 1 hour") != std::string::npos);
  plan.last = 0.99;
  CHECK(in_words(plan).ends_with("(after 60 s on average)."));
}

TEST_CASE("a plan's figures follow from its question") {
  const PacePlan plan = plan_pace(ten_thousand(2)).value();
  CHECK(plan.at_once == doctest::Approx(1000));
  CHECK(plan.hours == doctest::Approx(10'000 / plan.pace.contacts_per_hour));
  CHECK(plan.days == doctest::Approx(plan.hours / 8));
  CHECK(plan.work == doctest::Approx(50));
  CHECK(plan.last == doctest::Approx(24));
  CHECK(plan.paced.served_within >= 0.8);
  const PacePlan one = plan_pace(ten_thousand(1)).value();
  CHECK(one.hours > 0);
  CHECK(one.last == doctest::Approx(49));
  CHECK(plan_pace(ten_thousand(0)).value().last == 0);
  CHECK(plan_pace(ten_thousand(1000)).value().last == 0);
}

TEST_CASE("of more than 100,000 callbacks an hour is told what callers find at 100,000") {
  PlanQuestion question = ten_thousand(1000);
  question.contacts = 1'000'000;
  const double most = plan_pace(question).value().rushed.hangs_up;
  question.contacts = 10'000'000;
  CHECK(plan_pace(question).value().rushed.hangs_up == most);
  question.contacts = 999'990;
  CHECK(plan_pace(question).value().rushed.hangs_up < most);
}

TEST_CASE("figures change their form at a thousand, a hundred and a whole number; shares below one in a hundred") {
  CHECK(figure(1000) == "1,000");
  CHECK(figure(999) == "999");
  CHECK(figure(100) == "100");
  CHECK(figure(100.4) == "100");
  CHECK(figure(99.94) == "99.9");
  CHECK(figure(0.4) == "0.4");
  CHECK(percent(0.01) == "1 %");
  CHECK(percent(0.0099) == "less than 1 %");
  CHECK(percent(1) == "100 %");
}

Timetable table(std::string_view line, std::string_view zone) {
  return {parse_staff_shifts(line).value(), Zone::find(zone).value()};
}

TEST_CASE("a shift's words may go to their limits and not beyond") {
  for (const auto* text :
       {"mon 00:00-24:00 1", "mon-sun 09:00-17:59 1000", "sun-sun 23:59-24:00 1", " mon  9:00-10:00 1 "}) {
    CHECK_MESSAGE(parse_staff_shifts(text).ok(), text);
  }
  for (const auto* text :
       {"mon 08:00-17:00 -1", "mon 08:00-17:00 2x", "mon 08:00-17:00 99999999999", "mon-xyz 08:00-17:00 1",
        "xyz-mon 08:00-17:00 1", "mon- 08:00-17:00 1", "mon 08:00- 1", "mon -17:00 1", "mon 08:0-17:00 1",
        "mon 08:000-17:00 1", "mon 8:-17:00 1", "mon :00-17:00 1", "mon 99999999999:00-17:00 1", "mon x:00-17:00 1",
        "mon 08:xx-17:00 1", "mon 08:00-25:00 1", "tue-mon 08:00-17:00 1"}) {
    CHECK_FALSE_MESSAGE(parse_staff_shifts(text).ok(), text);
  }
}

TEST_CASE("a shift is a row for each of its days") {
  const auto shifts = parse_staff_shifts("sat-sun 09:05-12:00 3").value();
  REQUIRE(shifts.size() == 2);
  CHECK(shifts[0] == StaffShift{5, hours{9} + minutes{5}, hours{12}, 3});
  CHECK(shifts[1] == StaffShift{6, hours{9} + minutes{5}, hours{12}, 3});
  CHECK(to_string(shifts[0]) == "sat 09:05-12:00  3 agents");
}

TEST_CASE("more agents than can be reckoned with are the most that can be") {
  std::vector<StaffShift> shifts;
  for (int i = 0; i < 3; ++i) shifts.push_back({1, hours{8}, hours{17}, 400});
  const Timetable crowd{shifts, Zone::find("UTC").value()};
  CHECK(crowd.agents_at(at("2026-05-12T12:00:00Z")) == 1000);
}

TEST_CASE("a shift of one minute a week comes again after a week and an hour, when the clock is put back between") {
  const Timetable weekly = table("sun 03:00-03:01 1", "America/New_York");
  CHECK(weekly.staffed_from(at("2026-10-25T07:01:00Z")) == at("2026-11-01T08:00:00Z"));
  CHECK(weekly.empty_after(at("2026-10-25T07:01:00Z")) == at("2026-11-01T06:00:00Z"));
}

TEST_CASE("in a zone whose clock never changes the shifts come as written") {
  const Timetable clinic = table("mon 08:00-17:00 1", "UTC");
  CHECK(clinic.staffed_from(at("2026-05-11T17:00:00Z")) == at("2026-05-18T08:00:00Z"));
  CHECK(clinic.empty_after(at("2026-05-11T16:59:59Z")) == at("2026-05-11T17:00:00Z"));
  CHECK(clinic.empty_after(at("2026-05-11T08:00:00Z")) == at("2026-05-11T17:00:00Z"));
  CHECK(clinic.empty_after(at("2026-05-11T17:00:00Z")) == at("2026-05-18T17:00:00Z"));
  CHECK(clinic.staffed_from(at("2026-05-11T09:00:00Z")) == at("2026-05-11T09:00:00Z"));
  CHECK(clinic.staffed_from(at("2026-05-11T07:59:59.999Z")) == at("2026-05-11T08:00:00Z"));
}

}  // namespace
}  // namespace courtesy
