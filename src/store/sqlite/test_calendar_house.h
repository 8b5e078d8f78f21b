// A house in memory whose visits come from calendars and tables, and what becomes of its contacts.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "intake/csv.h"
#include "intake/icalendar.h"
#include "interlock/judge.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/import_run.h"
#include "store/progress.h"
#include "store/sqlite/test_attempt.h"
#include "store/sqlite/test_house.h"

namespace courtesy {

/// Reminds by a call the day before, and once more two hours before.
struct CalendarHouse : TestHouse {
  CalendarHouse() {
    write([](Unit& unit) -> Result<void> {
      TRY(add_rule(unit, {.id = {},
                          .channel = Channel::call,
                          .offset = ElapsedBefore{minutes{120}},
                          .content = "appointment-reminder"}));
      return {};
    });
  }

  intake::Reading reading() const {
    return {.settings = {.zone = Zone::find("America/New_York").value(),
                         .country = "US",
                         .from = time.now(),
                         .to = time.now() + hours{24 * 400}}};
  }
  /// What a calendar has when it is read now; `unattended`: nobody has just added it.
  ImportEnding feed(const std::string& events, const std::string& source = "feed 1", bool unattended = true) {
    const std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n" + events + "END:VCALENDAR\r\n";
    auto import = intake::read_icalendar(text, reading());
    INVARIANT(import.ok());
    return run(std::move(*import), source, unattended);
  }
  ImportEnding table(const std::string& rows, const intake::CsvForm& form) {
    auto import = intake::read_csv(rows, form, reading());
    INVARIANT(import.ok());
    return run(std::move(*import), "book.csv", false);
  }
  ImportEnding run(intake::Import import, const std::string& source, bool unattended) {
    ImportOrder order{.source = {.name = source, .attested = "Dr Maple, 2026-05-01, on paper"},
                      .import = std::move(import),
                      .from = time.now(),
                      .to = time.now() + hours{24 * 400},
                      .dry_run = false,
                      .unattended = unattended,
                      .to_record = {}};
    std::optional<ImportEnding> ending;
    ImportRun::start(*store, AccountId(1), std::move(order), [&](ImportEnding e) { ending = std::move(e); });
    while (!ending) INVARIANT(time.step(time.now()));
    INVARIANT(ending->result.ok());
    return std::move(*ending);
  }

  Appointment visit(std::int64_t id) {
    return read<Appointment>([&](Unit& unit) { return unit.appointments().get(AppointmentId(id)); });
  }
  /// Why the visit's reminder by the rule would not go out at this moment: a name of a reason, or `goes out`.
  std::string judged(std::int64_t id, std::int64_t rule) {
    return read<std::string>([&](Unit& unit) -> Result<std::string> {
      const Appointment visit = TRY(unit.appointments().get(AppointmentId(id)));
      for (const ReminderRow& row : TRY(unit.queue().of(visit.id))) {
        if (row.key.rule != RuleId(rule) || row.key.start != visit.start.key()) continue;
        if (row.state != ReminderState::waiting) return std::string(to_string(row.state));
        const Due due = TRY(unit.queue().get(row.key));
        Facts facts = TRY(unit.facts(std::span(&due, 1)));
        facts.house.line = {.call = {9, {}, 0}, .text = {9, {}, 0}, .email = {9, {}, 0}, .in_all = 9};
        const Verdict verdict = judge(std::span(&due, 1), std::move(facts)).at(0);
        return verdict.decision.kind == DecisionKind::allow ? std::string("goes out")
                                                            : std::string(to_string(verdict.decision.reason));
      }
      return std::string("none");
    });
  }
  void until(const char* instant) { time.run_until(parse_instant(instant).value()); }
  /// The visit's reminder of rule 1 was made, and a person heard it.
  void told(std::int64_t id, std::int64_t attempt_id = 1) {
    write([&](Unit& unit) -> Result<void> {
      const Appointment about = TRY(unit.appointments().get(AppointmentId(id)));
      Attempt attempt;
      attempt.id = AttemptId(attempt_id);
      attempt.reminder = {about.id, RuleId(1), Channel::call, about.start.key()};
      attempt.client = about.client;
      attempt.sender = "+12125550199";
      attempt.secret = "s3cret";
      TRY(place(unit, attempt, "CA1"));
      Attempt now = TRY(unit.attempts().get(attempt.id));
      return advance(unit, now, {.state = AttemptState::ended, .outcome = AttemptOutcome::heard});
    });
  }
  void says(std::int64_t id, Answer answer) {
    write([&](Unit& unit) { return set_answer(unit, AppointmentId(id), answer); });
  }
};

/// `start`: its DTSTART line; `more`: further lines, with their ends.
inline std::string event(const std::string& uid, const std::string& name, const std::string& start,
                         const std::string& more = {}, const std::string& number = "+12125550123") {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nSUMMARY:" + name + " " + number + "\r\n" + start + "\r\n" + more +
         "END:VEVENT\r\n";
}
inline const std::string thursday = "DTSTART;TZID=America/New_York:20260514T140000";

}  // namespace courtesy
