#include "app/closed_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <ostream>

#include "app/weekday_words.h"
#include "app/which_account.h"
#include "store/calendar_changes.h"
#include "store/unit.h"

namespace courtesy::app {
namespace {

std::string dates_of(const ClosedDay& day) {
  return day.first == day.last ? to_string(day.first)
                               : fmt::format("{} to {}", to_string(day.first), to_string(day.last));
}

std::string words_of(const BusinessWeek& week) {
  std::string open;
  for (std::size_t day = 0; day < week.open.size(); ++day)
    if (week.open[day]) open.append(open.empty() ? "" : ", ").append(weekday_names[day]);
  return fmt::format("Open {}. On closed days {}.", open,
                     week.calls_when_closed ? "calls go out all the same" : "nobody is rung");
}

boost::json::object json_of(const BusinessWeek& week) {
  boost::json::array open;
  for (std::size_t day = 0; day < week.open.size(); ++day)
    if (week.open[day]) open.push_back(boost::json::value(weekday_names[day]));
  return {{"open_weekdays", std::move(open)}, {"calls_on_closed_days", week.calls_when_closed}};
}

std::string moved_words(int moved) {
  return moved == 1 ? "1 reminder is planned anew." : fmt::format("{} reminders are planned anew.", moved);
}

Result<LocalDate> read_date(std::string_view option, std::string_view text) {
  const auto date = parse_date(text);
  if (!date) return invalid(fmt::format("{} is \"{}\": it must be a date like 2026-12-24", option, text));
  return *date;
}

class ClosedCommand : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object");
  }

 protected:
  /// Writes, and tells what was done: in `words`, or as JSON.
  Result<int> change(Outside& outside, const std::function<Result<CalendarChange>(Unit&)>& work,
                     const std::function<std::string(const CalendarChange&)>& words) const {
    CalendarChange change;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      change = TRY(work(unit));
      return {};
    }));
    if (json_)
      outside.out << boost::json::object{{"closed_day", change.id.value()}, {"moved", change.moved}} << "\n";
    else
      outside.out << words(change) << " " << moved_words(change.moved) << "\n";
    return 0;
  }

  WhichAccount where_;
  bool json_ = false;
};

class ClosedAddCommand final : public ClosedCommand {
 public:
  void declare(Options& options) override {
    options.text("FROM", from_, "the date, or the first of several: 2026-12-24", Need::required);
    options.text("--to DATE", to_, "the last of several");
    options.text("--name NAME", day_.name, "what staff see: Christmas");
    ClosedCommand::declare(options);
  }

  Result<void> check() override {
    day_.first = TRY(read_date("FROM", from_));
    day_.last = to_.empty() ? day_.first : TRY(read_date("--to", to_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    return change(
        outside, [this](Unit& unit) { return close_days(unit, day_, ""); },
        [this](const CalendarChange& done) {
          return fmt::format("Closed day {}: {}.", done.id.value(), dates_of(day_));
        });
  }

 private:
  std::string from_;
  std::string to_;
  ClosedDay day_;
};

class ClosedListCommand final : public ClosedCommand {
 public:
  Result<int> run(Outside& outside) override {
    BusinessWeek week;
    std::vector<ClosedDay> days;
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      week = TRY(unit.closed_days().week());
      days = TRY(unit.closed_days().list());
      return {};
    }));
    json_ ? tell_json(outside.out, week, days) : tell(outside.out, week, days);
    return 0;
  }

 private:
  static void tell(std::ostream& out, const BusinessWeek& week, const std::vector<ClosedDay>& days) {
    out << words_of(week) << "\n";
    for (const ClosedDay& day : days)
      out << fmt::format("{}  {}{}\n", day.id.value(), dates_of(day), day.name.empty() ? "" : "  " + day.name);
    if (days.empty()) out << "No closed days.\n";
  }

  static void tell_json(std::ostream& out, const BusinessWeek& week, const std::vector<ClosedDay>& days) {
    boost::json::array closed;
    for (const ClosedDay& day : days)
      closed.push_back(boost::json::object{
          {"id", day.id.value()}, {"from", to_string(day.first)}, {"to", to_string(day.last)}, {"name", day.name}});
    boost::json::object told = json_of(week);
    told["closed_days"] = std::move(closed);
    out << told << "\n";
  }
};

/// What is not named stays as it is.
class ClosedChangeCommand final : public ClosedCommand {
 public:
  void declare(Options& options) override {
    options.number("DAY", id_, "its number, as `courtesy closed list` shows it", Need::required);
    options.text("--from DATE", from_, "the date, or the first of several");
    options.text("--to DATE", to_, "the last of several");
    options.text("--name NAME", name_, "what staff see: Christmas");
    ClosedCommand::declare(options);
  }

  Result<void> check() override {
    if (from_.empty() && to_.empty() && name_.empty()) return invalid("nothing to change: --from, --to or --name");
    if (!from_.empty()) first_ = TRY(read_date("--from", from_));
    if (!to_.empty()) last_ = TRY(read_date("--to", to_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    ClosedDay day;
    return change(
        outside,
        [&](Unit& unit) -> Result<CalendarChange> {
          day = TRY(unit.closed_days().get(ClosedDayId(id_)));
          day.first = first_.value_or(day.first);
          day.last = last_.value_or(day.last);
          if (!name_.empty()) day.name = name_;
          return change_closed_days(unit, day, "");
        },
        [&](const CalendarChange&) { return fmt::format("Closed day {}: {}.", id_, dates_of(day)); });
  }

 private:
  std::int64_t id_ = 0;
  std::string from_;
  std::string to_;
  std::string name_;
  std::optional<LocalDate> first_;
  std::optional<LocalDate> last_;
};

class ClosedRemoveCommand final : public ClosedCommand {
 public:
  void declare(Options& options) override {
    options.number("DAY", id_, "its number, as `courtesy closed list` shows it", Need::required);
    ClosedCommand::declare(options);
  }

  Result<int> run(Outside& outside) override {
    return change(
        outside, [this](Unit& unit) { return open_again(unit, ClosedDayId(id_), ""); },
        [this](const CalendarChange&) { return fmt::format("Closed day {} is removed.", id_); });
  }

 private:
  std::int64_t id_ = 0;
};

/// Without --open and --calls it says what the week is.
class ClosedWeekCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.texts("--open DAYS", open_, "the weekdays on which the business works, in place of before: mon-fri,sat");
    options.text("--calls YES", calls_, "yes or no: calls go out on closed days too");
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object");
  }

  Result<void> check() override {
    if (!open_.empty()) days_ = TRY(weekdays_of("--open", open_));
    if (!calls_.empty() && calls_ != "yes" && calls_ != "no")
      return invalid(fmt::format("--calls is \"{}\": it must be yes or no", calls_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    if (!days_ && calls_.empty()) return show(outside);
    BusinessWeek week;
    int moved = 0;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      week = TRY(unit.closed_days().week());
      week.open = days_.value_or(week.open);
      if (!calls_.empty()) week.calls_when_closed = calls_ == "yes";
      moved = TRY(set_business_week(unit, week, "")).moved;
      return {};
    }));
    tell(outside.out, week, moved);
    return 0;
  }

 private:
  Result<int> show(Outside& outside) const {
    BusinessWeek week;
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      week = TRY(unit.closed_days().week());
      return {};
    }));
    tell(outside.out, week, std::nullopt);
    return 0;
  }

  void tell(std::ostream& out, const BusinessWeek& week, std::optional<int> moved) const {
    if (json_) {
      boost::json::object told = json_of(week);
      if (moved) told["moved"] = *moved;
      out << told << "\n";
    } else {
      out << words_of(week) << (moved ? " " + moved_words(*moved) : "") << "\n";
    }
  }

  std::vector<std::string> open_;
  std::string calls_;
  std::optional<std::array<bool, 7>> days_;
  WhichAccount where_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_closed_add_command() { return std::make_unique<ClosedAddCommand>(); }
std::unique_ptr<Command> make_closed_list_command() { return std::make_unique<ClosedListCommand>(); }
std::unique_ptr<Command> make_closed_change_command() { return std::make_unique<ClosedChangeCommand>(); }
std::unique_ptr<Command> make_closed_remove_command() { return std::make_unique<ClosedRemoveCommand>(); }
std::unique_ptr<Command> make_closed_week_command() { return std::make_unique<ClosedWeekCommand>(); }

}  // namespace courtesy::app
