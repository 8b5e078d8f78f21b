#include "app/rule_commands.h"

#include <fmt/format.h>

#include <ostream>

#include "api/words.h"
#include "app/database.h"
#include "base/whole_number.h"
#include "flow/library.h"
#include "store/booking.h"
#include "store/flows.h"
#include "store/ledger.h"
#include "store/rules.h"

namespace courtesy::app {
namespace {

/// `90m`, `2h`, `1d`: elapsed time.
Result<minutes> span_of(std::string_view option, std::string_view text) {
  const auto value = text.empty() ? std::nullopt : whole_number<int>(text.substr(0, text.size() - 1));
  if (value && *value <= 600'000) {
    if (text.back() == 'm') return minutes{*value};
    if (text.back() == 'h') return minutes{hours{*value}};
    if (text.back() == 'd') return minutes{hours{24} * *value};
  }
  return invalid(fmt::format("{} is \"{}\": it must be a time like 90m, 2h or 1d", option, text));
}

/// `17:00`, as minutes after midnight.
Result<minutes> clock_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto hour = colon == std::string_view::npos ? std::nullopt : whole_number<int>(text.substr(0, colon));
  const auto minute = colon == std::string_view::npos ? std::nullopt : whole_number<int>(text.substr(colon + 1));
  if (hour && minute && *hour < 24 && *minute < 60 && text.size() - colon == 3) return hours{*hour} + minutes{*minute};
  return invalid(fmt::format("--at is \"{}\": it must be a time of day like 17:00", text));
}

std::string span_of(minutes time) {
  return time.count() % 60 == 0 ? fmt::format("{}h", time.count() / 60) : fmt::format("{}m", time.count());
}

/// All that decides when it goes out, and to whom: `A call, the day before, at 17:00 of the client's clock, 2h late at
/// most, answering machines: ask_first_hint`.
std::string when_words(const Rule& rule) {
  std::string words = api::rule_words(rule);
  if (const auto* at = std::get_if<DaysBeforeAt>(&rule.offset)) {
    words += fmt::format(", at {:02}:{:02}", at->time.count() / 60, at->time.count() % 60);
  }
  if (!std::holds_alternative<ElapsedBefore>(rule.offset)) {
    words += rule.zone == RuleZone::client ? " of the client's clock" : " of the appointment's clock";
  }
  words += fmt::format(", {} late at most", span_of(rule.max_lateness));
  if (rule.channel == Channel::call) words += fmt::format(", answering machines: {}", to_string(rule.machines));
  return words;
}

class RuleAddCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "the account, where there are several");
    options.text("--channel CHANNEL", channel_, "call, text or email", Need::required);
    options.text("--before TIME", before_, "that long before the start: 90m, 2h");
    options.number("--days-before N", days_, "that many days before, at the same time of day, or");
    options.text("--at TIME", at_, "at this time of day: 17:00");
    options.text("--zone WHOSE", zone_, "whose days and time of day: appointment (default) or client");
    options.text("--content NAME", rule_.content, "the flow of a call, the template of a text or email");
    options.text("--latest TIME", latest_, "how late it may still go out (default: 2h)");
    options.text(
        "--machines WAY", machines_,
        "answering machines: ask_first_hint (default), ask_first_repeat, ask_first, keypress, keyless, detect, ignore");
  }

  Result<void> check() override {
    const auto channel = parse_channel(channel_);
    if (!channel) return invalid(fmt::format("--channel is \"{}\": it must be call, text or email", channel_));
    rule_.channel = *channel;
    rule_.offset = TRY(offset());
    if (zone_ != "appointment" && zone_ != "client") {
      return invalid(fmt::format("--zone is \"{}\": it must be appointment or client", zone_));
    }
    rule_.zone = zone_ == "client" ? RuleZone::client : RuleZone::appointment;
    if (!machines_.empty()) rule_.machines = TRY(machines());
    if (!latest_.empty()) rule_.max_lateness = TRY(span_of("--latest", latest_));
    if (rule_.content.empty()) rule_.content = fmt::format("appointment-{}", usual_content());
    return courtesy::check(rule_);
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    RuleId made;
    TRY(database->write(TRY(database->account(account_)), [&](Unit& unit) -> Result<void> {
      TRY(check_content(unit));
      made = TRY(add_rule(unit, rule_));
      return unit.ledger().append({.kind = LedgerKind::by_hand,
                                   .code = "rule_added",
                                   .rule = made,
                                   .channel = std::string(to_string(rule_.channel)),
                                   .body = LedgerBody().plain("content", rule_.content)});
    }));
    outside.out << fmt::format("Rule {}: {} ({}). Nothing that was due before now goes out by it.\n", made.value(),
                               when_words(rule_), rule_.content);
    return 0;
  }

 private:
  Result<Offset> offset() const {
    if (!before_.empty()) {
      if (days_ >= 0 || !at_.empty()) return invalid("--before stands alone: without --days-before and --at");
      return Offset{ElapsedBefore{TRY(span_of("--before", before_))}};
    }
    if (days_ < 0) return invalid("say when: --before 2h, or --days-before 1 with or without --at 17:00");
    if (days_ > 366) return invalid("--days-before must be 0 to 366");
    const int days = static_cast<int>(days_);
    if (at_.empty()) return Offset{DaysBeforeSameTime{days}};
    return Offset{DaysBeforeAt{days, TRY(clock_of(at_))}};
  }

  Result<Machines> machines() const {
    if (rule_.channel != Channel::call) return invalid("--machines is for calls");
    if (const auto known = parse_machines(machines_)) return *known;
    std::string names;
    for (const Machines one : all_machines) names.append(names.empty() ? "" : ", ").append(courtesy::to_string(one));
    return invalid(fmt::format("--machines is \"{}\": it must be one of {}", machines_, names));
  }

  std::string_view usual_content() const {
    switch (rule_.channel) {
      case Channel::call: return "reminder";
      case Channel::text: return "text";
      case Channel::email: return "email";
    }
    return "reminder";
  }

  Result<void> check_content(Unit& unit) const {
    const flow::Library library = TRY(flow::Library::builtin());
    if (rule_.channel == Channel::call) {
      TRY(unit.flows().reminder(library, rule_.content));
    } else {
      TRY(library.text(rule_.content, "en"));
    }
    return {};
  }

  std::string database_;
  std::int64_t account_ = 0;
  std::string channel_;
  std::string before_;
  std::int64_t days_ = -1;
  std::string at_;
  std::string zone_ = "appointment";
  std::string latest_;
  std::string machines_;
  Rule rule_{.id = {}, .channel = Channel::call, .offset = ElapsedBefore{}, .content = {}};
};

class RuleListCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "the account, where there are several");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    std::vector<StoredRule> rules;
    TRY(database->read(TRY(database->account(account_)), [&](Unit& unit) -> Result<void> {
      rules = TRY(unit.rules().active());
      return {};
    }));
    for (const auto& stored : rules) {
      outside.out << fmt::format("{}  {}  {}\n", stored.rule.id.value(), when_words(stored.rule), stored.rule.content);
    }
    if (rules.empty()) outside.out << "There are no rules: nobody is reminded.\n";
    return 0;
  }

 private:
  std::string database_;
  std::int64_t account_ = 0;
};

class RuleRemoveCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("RULE", rule_, "its number, as `courtesy rule list` shows it", Need::required);
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "the account, where there are several");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    TRY(database->write(TRY(database->account(account_)), [&](Unit& unit) { return remove(unit); }));
    outside.out << fmt::format("Rule {} is removed: what waited by it does not go out.\n", rule_);
    return 0;
  }

 private:
  Result<void> remove(Unit& unit) const {
    for (const auto& stored : TRY(unit.rules().active())) {
      if (stored.rule.id != RuleId(rule_)) continue;
      TRY(unit.rules().retire(stored.rule.id));
      return unit.ledger().append({.kind = LedgerKind::by_hand,
                                   .code = "rule_removed",
                                   .rule = stored.rule.id,
                                   .channel = std::string(to_string(stored.rule.channel)),
                                   .body = LedgerBody().plain("content", stored.rule.content)});
    }
    return Error{ErrorCode::not_found, fmt::format("there is no rule {} in account {}", rule_, unit.account().value())};
  }

  std::int64_t rule_ = 0;
  std::string database_;
  std::int64_t account_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_rule_remove_command() { return std::make_unique<RuleRemoveCommand>(); }
std::unique_ptr<Command> make_rule_add_command() { return std::make_unique<RuleAddCommand>(); }
std::unique_ptr<Command> make_rule_list_command() { return std::make_unique<RuleListCommand>(); }

}  // namespace courtesy::app
