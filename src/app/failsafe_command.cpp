#include "app/failsafe_command.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "app/database.h"
#include "app/stop_flag.h"
#include "base/json_text.h"
#include "store/accounts.h"
#include "store/backlog.h"
#include "store/stopper.h"
#include "store/trips.h"

namespace courtesy::app {
namespace {

constexpr int most_trips = 50;

class FailsafeCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "only this account's trips; 0: only the house's (default: all)");
    options.flag("--json", json_, "as one JSON object: `file_is_up`, `stops`, `trips`");
    options.flag("--personal", personal_, "also what each is about, which may be somebody's number");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    if (json_) return as_json(*database, outside.out);
    if (stop_flag_is_up(stop_flag_of(database_))) tell_flag(outside.out);
    TRY(database->read(AccountId{}, [&](Unit& unit) { return tell_stops(unit, outside.out); }));
    for (const AccountId account : TRY(asked_for(*database))) {
      TRY(database->read(account, [&](Unit& unit) { return tell(unit, outside.out); }));
    }
    if (!told_) outside.out << "Nothing has tripped.\n";
    return 0;
  }

 private:
  Result<std::vector<AccountId>> asked_for(Database& database) const {
    if (account_ == 0) return std::vector{AccountId{}};
    if (account_ > 0) return std::vector{TRY(database.account(account_))};
    std::vector<AccountId> all = TRY(database.accounts());
    all.insert(all.begin(), AccountId{});
    return all;
  }

  Result<int> as_json(Database& database, std::ostream& out) const {
    boost::json::array stops;
    boost::json::array trips;
    TRY(database.read(AccountId{}, [&](Unit& unit) -> Result<void> {
      stops.clear();
      for (const auto& stop : TRY(standing_stops(unit))) {
        if (asks_for(stop)) stops.push_back(described(stop));
      }
      return {};
    }));
    for (const AccountId account : TRY(asked_for(database))) {
      std::vector<TripRow> rows;
      TRY(database.read(account, [&](Unit& unit) -> Result<void> {
        rows = TRY(unit.trips().list(most_trips));
        return {};
      }));
      for (const auto& row : rows) trips.push_back(described(account, row));
    }
    out << json_text(boost::json::object{{"file_is_up", stop_flag_is_up(stop_flag_of(database_))},
                                         {"stops", std::move(stops)},
                                         {"trips", std::move(trips)}})
        << "\n";
    return 0;
  }

  /// Account 0 is the house.
  boost::json::object described(const StandingStop& stop) const {
    return {{"account", stop.account.value()}, {"at", to_string(stop.at)}, {"who", stop.who}, {"why", why_of(stop)}};
  }
  boost::json::object described(AccountId account, const TripRow& row) const {
    boost::json::object trip{{"account", account.value()},
                             {"trip", row.trip},
                             {"at", to_string(row.at)},
                             {"rule", to_string(row.what.rule)},
                             {"severity", to_string(severity_of(row.what.rule))},
                             {"words", in_words(shown(row.what))},
                             {"decided", nullptr}};
    if (personal_) trip["about"] = row.what.about;
    if (row.decided_at)
      trip["decided"] =
          boost::json::object{{"at", to_string(*row.decided_at)}, {"who", row.decided_who}, {"why", row.decided_why}};
    return trip;
  }

  /// Both the words of a trip and the reason of the stop that it makes name what it is about.
  Trip shown(Trip trip) const {
    if (!personal_) trip.about.clear();
    return trip;
  }
  std::string why_of(const StandingStop& stop) const {
    return by_failsafe(stop.who) && !personal_ ? "what tripped, as its trip says" : stop.why;
  }

  /// The house's stop holds for every account.
  bool asks_for(const StandingStop& stop) const {
    return !stop.account || account_ < 0 || stop.account.value() == account_;
  }

  void tell_flag(std::ostream& out) const {
    out << fmt::format(
        "The file {0} is there: a server that works on {1} sends nothing.\n    take it away first: rm {0}\n",
        stop_flag_of(database_), database_);
  }

  /// The house's stops whoever is asked for: they hold for every account.
  Result<void> tell_stops(Unit& unit, std::ostream& out) const {
    for (const auto& stop : TRY(standing_stops(unit))) {
      const std::int64_t account = stop.account.value();
      if (!asks_for(stop)) continue;
      out << fmt::format(
          "{} stopped since {} by {}: {}\n    released by: courtesy release --config FILE{} --who NAME --why "
          "WORDS\n",
          stop.account ? fmt::format("Account {} is", account) : "Everything is", to_string(stop.at),
          stop.who.empty() ? "somebody" : stop.who, stop.why.empty() ? "no reason given" : why_of(stop),
          stop.account ? fmt::format(" --account {}", account) : "");
    }
    return {};
  }

  Result<void> tell(Unit& unit, std::ostream& out) {
    const std::string whose = unit.account() ? fmt::format("account {}", unit.account().value()) : "the house";
    for (const auto& row : TRY(unit.trips().list(most_trips))) {
      told_ = true;
      out << fmt::format("trip {} of {}  {}  {}  {}\n    {}\n", row.trip, whose, to_string(row.at),
                         to_string(row.what.rule), to_string(severity_of(row.what.rule)), in_words(shown(row.what)));
      if (personal_ && !row.what.about.empty()) out << fmt::format("    about: {}\n", row.what.about);
      out << (row.decided_at ? fmt::format("    decided {} by {}: {}\n", to_string(*row.decided_at), row.decided_who,
                                           row.decided_why)
                             : "    not decided yet\n");
    }
    return {};
  }

  std::string database_;
  std::int64_t account_ = -1;
  bool json_ = false;
  bool personal_ = false;
  bool told_ = false;
};

}  // namespace

std::unique_ptr<Command> make_failsafe_command() { return std::make_unique<FailsafeCommand>(); }

}  // namespace courtesy::app
