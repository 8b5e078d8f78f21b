#include "app/rule_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <ostream>

#include "api/rule_text.h"
#include "api/rules.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "flow/library.h"
#include "schedule/profiles.h"
#include "store/booking.h"
#include "store/ledger.h"
#include "store/rules.h"
#include "store/unit.h"

namespace courtesy::app {
namespace {

/// `days_before` as its option: --days-before.
std::string as_option(std::string_view member) {
  if (member == "max_lateness") return "--latest";
  std::string option = fmt::format("--{}", member);
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

/// Whether there is a day on which that channel may be used at this time of day.
bool ever_permitted(Channel channel, minutes time) {
  const WeekWindows week = hours_constraint(channel, default_hours(channel), {}).windows;
  return std::ranges::any_of(week, [time](const auto& day) {
    return std::ranges::any_of(day, [time](const Window& open) { return open.opens <= time && time < open.closes; });
  });
}

/// The time of day that a rule names.
std::optional<minutes> clock_of(const Offset& offset) {
  if (const auto* at = std::get_if<DaysBeforeAt>(&offset)) return at->time;
  const auto* business = std::get_if<BusinessDaysBeforeAt>(&offset);
  return business != nullptr ? std::optional(business->time) : std::nullopt;
}

/// What becomes of a time of day at which nobody may be contacted; empty: on some day they may.
std::string hours_warning(const Rule& rule) {
  const auto stated = clock_of(rule.offset);
  if (!stated || ever_permitted(rule.channel, *stated)) return {};
  const std::string_view moved = rule.shift == Shift::earlier ? "each is moved to the last permitted minute before it"
                                 : rule.shift == Shift::later ? "each is moved to the next permitted minute"
                                                              : "none of them goes out";
  return fmt::format("{} is outside the hours in which a {} may reach anybody: {}.\n", api::clock_text(*stated),
                     to_string(rule.channel), moved);
}

class RuleAddCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--channel CHANNEL", text_.channel, "call, text or email", Need::required);
    options.text("--before TIME", text_.before, "that long before the start: 90m, 2h");
    options.number("--days-before N", days_, "that many days before, at the same time of day, or");
    options.number("--business-days-before N", business_days_,
                   "that many days before on which the business works (courtesy closed), with --at");
    options.text("--at TIME", text_.at, "at this time of day: 17:00");
    options.text("--zone WHOSE", text_.zone, "whose days and time of day: appointment (default) or client");
    options.text("--content NAME", text_.content, "the flow of a call, the template of a text or email");
    options.text("--latest TIME", text_.max_lateness, "how late it may still go out (default: 2h)");
    options.text(
        "--machines WAY", text_.machines,
        "answering machines: ask_first_hint (default), ask_first_repeat, ask_first, keypress, keyless, detect, ignore");
    told_.declare(options);
  }

  Result<void> check() override {
    if (days_ >= 0) text_.days_before = days_;
    if (business_days_ >= 0) text_.business_days_before = business_days_;
    rule_ = TRY(api::read_rule(text_, as_option));
    return {};
  }

  Result<int> run(Outside& outside) override {
    const flow::Library library = TRY(flow::Library::builtin());
    AddedRule made;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      TRY(api::check_content(unit, library, rule_));
      made = TRY(add_rule(unit, rule_));
      return unit.ledger().append({.kind = LedgerKind::by_hand,
                                   .code = "rule_added",
                                   .rule = made.id,
                                   .channel = std::string(to_string(rule_.channel)),
                                   .body = LedgerBody().plain("content", rule_.content)});
    }));
    outside.err << hours_warning(rule_);
    told_.tell(outside, {{"rule", made.id.value()}, {"text", api::whole_rule_words(rule_)}},
               fmt::format("Rule {}: {} ({}). Nothing that was due before now goes out by it.\n", made.id.value(),
                           api::whole_rule_words(rule_), rule_.content));
    return 0;
  }

 private:
  WhichAccount where_;
  std::int64_t days_ = -1;
  std::int64_t business_days_ = -1;
  api::RuleText text_;
  Told told_;
  Rule rule_{.id = {}, .channel = Channel::call, .offset = ElapsedBefore{}, .content = {}};
};

class RuleListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: what GET /v1/rules answers");
  }

  Result<int> run(Outside& outside) override {
    std::vector<StoredRule> rules;
    boost::json::object page;
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      rules = TRY(unit.rules().active());
      page = TRY(api::rules_page(unit));
      return {};
    }));
    if (json_) {
      outside.out << json_text(page) << '\n';
      return 0;
    }
    for (const auto& stored : rules) {
      outside.out << fmt::format("{}  {}  {}\n", stored.rule.id.value(), api::whole_rule_words(stored.rule),
                                 stored.rule.content);
    }
    if (rules.empty()) outside.out << "There are no rules: nobody is reminded.\n";
    return 0;
  }

 private:
  WhichAccount where_;
  bool json_ = false;
};

class RuleRemoveCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("RULE", rule_, "its number, as `courtesy rule list` shows it", Need::required);
    where_.declare(options);
    told_.declare(options);
  }

  Result<int> run(Outside& outside) override {
    TRY(where_.write(outside, [&](Unit& unit) { return remove(unit); }));
    told_.tell(outside, {{"rule", rule_}, {"removed", true}},
               fmt::format("Rule {} is removed: what waited by it does not go out.\n", rule_));
    return 0;
  }

 private:
  Result<void> remove(Unit& unit) const {
    const StoredRule stored = TRY(unit.rules().get(RuleId(rule_)));
    TRY(unit.rules().retire(stored.rule.id));
    return unit.ledger().append({.kind = LedgerKind::by_hand,
                                 .code = "rule_removed",
                                 .rule = stored.rule.id,
                                 .channel = std::string(to_string(stored.rule.channel)),
                                 .body = LedgerBody().plain("content", stored.rule.content)});
  }

  std::int64_t rule_ = 0;
  WhichAccount where_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_rule_remove_command() { return std::make_unique<RuleRemoveCommand>(); }
std::unique_ptr<Command> make_rule_add_command() { return std::make_unique<RuleAddCommand>(); }
std::unique_ptr<Command> make_rule_list_command() { return std::make_unique<RuleListCommand>(); }

}  // namespace courtesy::app
