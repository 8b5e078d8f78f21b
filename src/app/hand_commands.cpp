#include "app/hand_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "api/failsafe.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "store/doubts.h"
#include "store/held.h"
#include "store/preview.h"

namespace courtesy::app {
namespace {

constexpr int most_listed = 1000;

struct Who {
  std::string who;
  std::string why;

  void declare(Options& options) {
    options.text("--who NAME", who, "who decides it", Need::required);
    options.text("--why WORDS", why, "why", Need::required);
  }
  Result<void> check() const {
    if (who.empty() || why.empty()) return invalid("--who and --why must not be empty: they go on record");
    return {};
  }
};

Result<std::vector<HeldReminder>> held_of(Database& database, AccountId account) {
  std::vector<HeldReminder> held;
  TRY(database.read(account, [&](Unit& unit) -> Result<void> {
    held = TRY(unit.held().list(most_listed));
    return {};
  }));
  return held;
}

/// What each would say, or why it cannot be filled in.
Result<std::vector<std::string>> words_of(Database& database, AccountId account,
                                          const std::vector<HeldReminder>& held) {
  const flow::Library flows = TRY(flow::Library::builtin());
  std::vector<std::string> words;
  TRY(database.read(account, [&](Unit& unit) -> Result<void> {
    words.clear();
    for (const auto& one : held) {
      const auto said = preview(unit, one.key, flows);
      words.push_back(said ? *said : said.error().message);
    }
    return {};
  }));
  return words;
}

std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) lines += fmt::format("    | {}\n", line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines;
}

class HeldListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: what GET /v1/held answers");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    const AccountId account = TRY(database->account(where_.account));
    if (json_) return as_json(*database, account, outside.out);
    const auto held = TRY(held_of(*database, account));
    const auto words = TRY(words_of(*database, account, held));
    for (std::size_t i = 0; i < held.size(); ++i) {
      const HeldReminder& one = held[i];
      outside.out << fmt::format("appointment {}  {}  {} by {} ({})  starts {}  of use until {}\n    {}\n{}",
                                 one.key.appointment.value(), one.name, one.content, to_string(one.key.channel),
                                 one.recipient, to_string(one.starts_at), to_string(one.useful_until),
                                 explain(one.reason), indented(words[i]));
    }
    outside.out << (held.empty()
                        ? std::string("Nothing is held.\n")
                        : fmt::format("{} held. `courtesy held release` lets them go, `held discard` does not.\n",
                                      held.size()));
    return 0;
  }

 private:
  static Result<int> as_json(Database& database, AccountId account, std::ostream& out) {
    const flow::Library flows = TRY(flow::Library::builtin());
    boost::json::object page;
    TRY(database.read(account, [&](Unit& unit) -> Result<void> {
      page = TRY(api::held(unit, most_listed, {}, &flows));
      return {};
    }));
    out << json_text(page) << '\n';
    return 0;
  }

  WhichAccount where_;
  bool json_ = false;
};

/// Of one appointment, or of all; then their number must be said.
class HeldDecideCommand final : public Command {
 public:
  explicit HeldDecideCommand(bool release) : release_(release) {}

  void declare(Options& options) override {
    where_.declare(options);
    who_.declare(options);
    options.number("--appointment A", appointment_, "only this appointment's (default: all that are held)");
    options.number("--count N", count_, "how many you have seen on the list");
    told_.declare(options);
  }
  Result<void> check() override { return who_.check(); }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    const AccountId account = TRY(database->account(where_.account));
    std::vector<ReminderKey> keys;
    for (const auto& one : TRY(held_of(*database, account))) {
      if (appointment_ == 0 || one.key.appointment.value() == appointment_) keys.push_back(one.key);
    }
    if (static_cast<std::int64_t>(keys.size()) != count_) {
      return Error{ErrorCode::conflict, fmt::format("{} are held. If that is what you have seen, say so: --count {}",
                                                    keys.size(), keys.size())};
    }
    int done = 0;
    TRY(database->write(account, [&](Unit& unit) -> Result<void> {
      done = release_ ? TRY(unit.held().release(keys, who_.who, who_.why))
                      : TRY(unit.held().discard(keys, who_.who, who_.why));
      return {};
    }));
    told_.tell(outside, {{release_ ? "released" : "discarded", done}},
               fmt::format("{} {}\n", done,
                           release_ ? "released: each is judged again, and goes out if nothing else is in its way."
                                    : "discarded: ring those clients by hand."));
    return 0;
  }

 private:
  bool release_;
  WhichAccount where_;
  Who who_;
  std::int64_t appointment_ = 0;
  std::int64_t count_ = 0;
  Told told_;
};

class DoubtListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: `doubts`");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    std::vector<Doubt> doubts;
    TRY(database->read(TRY(database->account(where_.account)), [&](Unit& unit) -> Result<void> {
      doubts = TRY(Doubts(unit).list(most_listed));
      return {};
    }));
    json_ ? tell_json(outside.out, doubts) : tell(outside.out, doubts);
    return 0;
  }

 private:
  static void tell(std::ostream& out, const std::vector<Doubt>& doubts) {
    for (const auto& doubt : doubts) {
      const Attempt& attempt = doubt.attempt;
      out << fmt::format("attempt {}  {}  {} to {} at {}  for appointment {}, which starts {}\n    {} ({})\n",
                         attempt.id.value(), doubt.name, to_string(attempt.reminder.channel), attempt.recipient,
                         to_string(attempt.intended_at), attempt.reminder.appointment.value(),
                         to_string(doubt.starts_at),
                         attempt.state == AttemptState::absent ? "The gateway has nothing like it."
                                                               : "It may or may not have happened.",
                         attempt.code);
    }
    out << (doubts.empty() ? "No attempt is in doubt.\n"
                           : "`courtesy doubt decide` says what became of one: reached, not_reached or again.\n");
  }

  static void tell_json(std::ostream& out, const std::vector<Doubt>& doubts) {
    boost::json::array all;
    for (const auto& doubt : doubts) {
      const Attempt& attempt = doubt.attempt;
      all.push_back({{"attempt", attempt.id.value()},
                     {"name", doubt.name},
                     {"channel", to_string(attempt.reminder.channel)},
                     {"recipient", attempt.recipient},
                     {"at", to_string(attempt.intended_at)},
                     {"appointment", attempt.reminder.appointment.value()},
                     {"starts_at", to_string(doubt.starts_at)},
                     {"state", to_string(attempt.state)},
                     {"code", attempt.code}});
    }
    out << json_text(boost::json::object{{"doubts", std::move(all)}}) << '\n';
  }

  WhichAccount where_;
  bool json_ = false;
};

class DoubtDecideCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    who_.declare(options);
    options.number("--attempt N", attempt_, "which", Need::required);
    options.text("--fate FATE", word_, "reached, not_reached (you tell the client), or again", Need::required);
    told_.declare(options);
  }
  Result<void> check() override {
    TRY(who_.check());
    if (!parse_fate(word_))
      return invalid(fmt::format("--fate is \"{}\": it must be reached, not_reached or again", word_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    const Fate fate = *parse_fate(word_);
    TRY(database->write(TRY(database->account(where_.account)), [&](Unit& unit) {
      return Doubts(unit).decide(AttemptId(attempt_), fate, who_.who, who_.why);
    }));
    told_.tell(outside, {{"attempt", attempt_}, {"fate", word_}},
               fate == Fate::again ? "It is tried once more, if nothing is in its way.\n" : "On record.\n");
    return 0;
  }

 private:
  WhichAccount where_;
  Who who_;
  std::int64_t attempt_ = 0;
  std::string word_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_held_list_command() { return std::make_unique<HeldListCommand>(); }
std::unique_ptr<Command> make_held_release_command() { return std::make_unique<HeldDecideCommand>(true); }
std::unique_ptr<Command> make_held_discard_command() { return std::make_unique<HeldDecideCommand>(false); }
std::unique_ptr<Command> make_doubt_list_command() { return std::make_unique<DoubtListCommand>(); }
std::unique_ptr<Command> make_doubt_decide_command() { return std::make_unique<DoubtDecideCommand>(); }

}  // namespace courtesy::app
