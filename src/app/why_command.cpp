#include "app/why_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "api/pages.h"
#include "api/seen.h"
#include "api/words.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "store/views.h"

namespace courtesy::app {
namespace {

constexpr int most_rows = 500;

/// `2026-06-09 17:00:04`, by the appointment's clock.
std::string at(const Zone& zone, Instant instant) {
  std::string text = to_string(std::chrono::floor<seconds>(zone.to_local(instant)));
  if (text.size() == 16) text += ":00";
  text[10] = ' ';
  return text;
}

/// `not notified`.
std::string state_of(const api::Seen& seen) {
  std::string words(to_string(seen.appointment.state()));
  std::ranges::replace(words, '_', ' ');
  return words;
}

class WhyCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("APPOINTMENT", appointment_, "its number, as the page and the API show it", Need::required);
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: what GET /v1/appointments/{id} answers");
  }

  Result<int> run(Outside& outside) override {
    TRY(where_.read(outside, [&](Unit& unit) { return tell(unit, outside.out); }));
    return 0;
  }

 private:
  Result<void> tell(Unit& unit, std::ostream& out) const {
    auto appointment = unit.appointments().get(AppointmentId(appointment_));
    if (!appointment) {
      return Error{appointment.error().code,
                   fmt::format("there is no appointment {} in account {}", appointment_, unit.account().value())};
    }
    if (json_) {
      out << json_text(TRY(api::appointment(unit, appointment->id))) << '\n';
      return {};
    }
    const api::Seen seen = TRY(api::see(unit, *appointment));
    const Zone zone = TRY(Zone::find(seen.appointment.start.zone));
    out << fmt::format("Appointment {}: {}, {} ({}): {}\n", appointment_, seen.client.name,
                       at(zone, seen.appointment.start.instant), zone.name(), state_of(seen));
    for (const auto& row : TRY(Views(unit).history(AppointmentId(appointment_), most_rows))) {
      const api::Sentence sentence = api::sentence(row);
      out << fmt::format("{}  {}{}\n", at(zone, row.at), sentence.text,
                         sentence.until ? fmt::format(" Until {}.", at(zone, *sentence.until)) : "");
      for (const api::Moved& one : sentence.moved)
        out << fmt::format("{:21}{}: {}, and not {}\n", "", api::name_of(one.channel), at(zone, one.at),
                           at(zone, one.due));
    }
    out << "What comes next:\n";
    if (seen.reminders.empty()) out << "  No reminder is planned for this appointment.\n";
    for (const auto& [reminder, words] : TRY(api::what_comes(unit, seen))) {
      out << fmt::format("  {}{}\n", words.text, words.at ? fmt::format(" [{}]", at(zone, *words.at)) : "");
    }
    return {};
  }

  std::int64_t appointment_ = 0;
  WhichAccount where_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_why_command() { return std::make_unique<WhyCommand>(); }

}  // namespace courtesy::app
