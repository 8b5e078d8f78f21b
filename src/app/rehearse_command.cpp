#include "app/rehearse_command.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "app/configuration.h"
#include "app/database.h"
#include "app/house_files.h"
#include "base/json_text.h"
#include "base/zone.h"
#include "net/real_random.h"
#include "node/number_facts.h"
#include "simulation/rehearsal.h"

namespace courtesy::app {
namespace {

using boost::json::object;

std::int64_t number(const object& told, std::string_view name) { return told.at(name).to_number<std::int64_t>(); }
std::string_view text(const object& told, std::string_view name) { return told.at(name).as_string(); }

class RehearseCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database; nothing in it changes", Need::required);
    options.text("--date DATE", date_, "the day, 2026-05-12: today or one of the next 14", Need::required);
    options.number("--account N", account_, "the account, where there are several");
    options.number("--seed N", seed_, "of who answers, and what they press (default: 1)");
    options.flag("--json", json_, "all of it, for a program");
  }

  Result<void> check() override {
    if (seed_ < 0) return invalid("--seed must not be less than 0");
    TRY(parse_date(date_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    net::SystemRandom random;
    StoreSettings settings;
    // As it would be there; here nothing is reached. Guests were on the list when they were booked.
    settings.environment = {.production = true, .allow_list = {"*"}};
    settings.suppression_key = TRY(house_key(database_, random));
    settings.salt_key = Secret<std::string>(random.token(16));
    settings.number_facts = number_facts;
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error, std::move(settings)));
    std::optional<AccountCopy> copy;
    TRY(database->read(TRY(database->account(account_)), [&](Unit& unit) -> Result<void> {
      copy = TRY(copy_account(unit, TRY(parse_date(date_))));
      return {};
    }));
    const object told = TRY(simulation::rehearse(*copy, static_cast<std::uint64_t>(seed_), [](int) {}));
    if (json_) {
      outside.out << json_text(told) << "\n";
    } else {
      TRY(print(told, outside.out));
    }
    return 0;
  }

 private:
  Result<void> print(const object& told, std::ostream& out) const {
    out << fmt::format("{}, rehearsed: nobody was contacted, and nothing has changed.\n", date_);
    if (told.at("stopped_now").as_bool()) out << "Sending is stopped now; this is as if it were released before.\n";
    if (told.at("trip").is_object())
      out << fmt::format("The failsafe would stop this account: {}\n", text(told.at("trip").as_object(), "why"));
    const object& contacts = told.at("contacts").as_object();
    out << fmt::format("Calls {}, texts {}, emails {}; parts of texts {}, seconds on the phone {}\n",
                       number(contacts, "call"), number(contacts, "text"), number(contacts, "email"),
                       number(told, "segments"), number(told, "call_seconds"));
    TRY(print_times(told, out));
    const object& cost = told.at("cost").as_object();
    if (cost.at("priced").as_bool()) out << fmt::format("Cost {:.2f}\n", cost.at("money").to_number<double>());
    const object& callbacks = told.at("callbacks").as_object();
    out << fmt::format("Callbacks {}, in the busiest hour {}\n", number(callbacks, "total"),
                       number(callbacks, "busiest_hour"));
    for (const auto& value : told.at("not_sent").as_array()) {
      const object& one = value.as_object();
      out << fmt::format("{:>6} {}: {}\n", number(one, "count"), text(one, "state"), text(one, "text"));
    }
    print_troubles(told, out);
    return {};
  }

  static Result<void> print_times(const object& told, std::ostream& out) {
    if (!told.at("first_at").is_string()) {
      out << "Nothing would go out.\n";
      return {};
    }
    const Zone zone = TRY(Zone::find(text(told, "zone")));
    const auto local = [&](std::string_view name) -> Result<std::string> {
      return to_string(std::chrono::floor<minutes>(zone.to_local(TRY(parse_instant(text(told, name))))));
    };
    out << fmt::format("The first at {}, the last at {} ({})\n", TRY(local("first_at")), TRY(local("last_at")),
                       zone.name());
    return {};
  }

  static void print_troubles(const object& told, std::ostream& out) {
    for (const auto& value : told.at("clients").as_array()) {
      const object& client = value.as_object();
      for (const auto& trouble : client.at("problems").as_array()) {
        out << fmt::format("Look at client {}, {}: {} ({})\n", number(client, "client"), text(client, "name"),
                           text(trouble.as_object(), "text"), text(trouble.as_object(), "channel"));
      }
    }
  }

  std::string database_;
  std::string date_;
  std::int64_t account_ = 0;
  std::int64_t seed_ = 1;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_rehearse_command() { return std::make_unique<RehearseCommand>(); }

}  // namespace courtesy::app
