#include "api/rules.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/read_body.h"
#include "api/rule_text.h"
#include "store/booking.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/rules.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;

/// Longer than any word of a rule.
constexpr std::size_t longest_word = 80;
constexpr int most_days = 366;

void add_offset(const Offset& offset, Object& rule) {
  rule["before"] = nullptr;
  rule["days_before"] = nullptr;
  rule["business_days_before"] = nullptr;
  rule["at"] = nullptr;
  if (const auto* elapsed = std::get_if<ElapsedBefore>(&offset)) {
    rule["before"] = span_text(elapsed->time);
  } else if (const auto* same = std::get_if<DaysBeforeSameTime>(&offset)) {
    rule["days_before"] = same->days;
  } else if (const auto* at = std::get_if<DaysBeforeAt>(&offset)) {
    rule["days_before"] = at->days;
    rule["at"] = clock_text(at->time);
  } else if (const auto* business = std::get_if<BusinessDaysBeforeAt>(&offset)) {
    rule["business_days_before"] = business->days;
    rule["at"] = clock_text(business->time);
  }
}

Object rule_json(const StoredRule& stored, int waiting, Language language) {
  const Rule& rule = stored.rule;
  Object object{{"id", rule.id.value()}, {"channel", to_string(rule.channel)}};
  add_offset(rule.offset, object);
  object["zone"] = zone_text(rule.zone);
  object["shift"] = shift_text(rule.shift);
  object["min_lead"] = span_text(rule.min_lead);
  object["max_lateness"] = span_text(rule.max_lateness);
  object["content"] = rule.content;
  object["machines"] =
      rule.channel == Channel::call ? boost::json::value(to_string(rule.machines)) : boost::json::value(nullptr);
  object["created_at"] = to_string(stored.created_at);
  object["text"] = whole_rule_words(rule, language);
  object["waiting"] = waiting;
  return object;
}

Result<Rule> rule_in(Unit& unit, const Object& body, const flow::Library& flows) {
  RuleText text;
  for (const auto& [name, place] :
       {std::pair("channel", &text.channel), std::pair("before", &text.before), std::pair("at", &text.at),
        std::pair("zone", &text.zone), std::pair("shift", &text.shift), std::pair("min_lead", &text.min_lead),
        std::pair("max_lateness", &text.max_lateness), std::pair("content", &text.content),
        std::pair("machines", &text.machines)})
    *place = TRY(text_of(body, name, longest_word));
  text.days_before = TRY(count_of(body, "days_before", 0, most_days));
  text.business_days_before = TRY(count_of(body, "business_days_before", 0, most_days));
  const Rule rule = TRY(read_rule(text));
  TRY(check_content(unit, flows, rule));
  return rule;
}

Result<std::optional<RuleId>> replaced(const Object& body) {
  const auto id = TRY(count_of(body, "replaces", 1, INT64_MAX));
  return id ? std::optional(RuleId(*id)) : std::nullopt;
}

Result<void> on_record(Unit& unit, std::string code, const Rule& rule, const std::string& who) {
  return unit.ledger().append({.kind = LedgerKind::by_hand,
                               .code = std::move(code),
                               .rule = rule.id,
                               .channel = std::string(to_string(rule.channel)),
                               .body = LedgerBody().plain("who", who).plain("content", rule.content)});
}

Result<int> retire(Unit& unit, RuleId id, const std::string& who) {
  const Rule rule = TRY(unit.rules().get(id)).rule;
  const int withdrawn = TRY(unit.rules().retire(id));
  TRY(on_record(unit, "rule_removed", rule, who));
  return withdrawn;
}

}  // namespace

Result<Object> rules_page(Unit& unit) {
  const auto waiting = TRY(unit.rules().waiting());
  boost::json::array rules;
  for (const StoredRule& stored : TRY(unit.rules().active())) {
    const auto found = waiting.find(stored.rule.id);
    rules.push_back(rule_json(stored, found == waiting.end() ? 0 : found->second, unit.language()));
  }
  return Object{{"rules", std::move(rules)}};
}

Result<Object> post_rule(Unit& unit, const Object& body, const flow::Library& flows) {
  const std::string who = TRY(who_of(body));
  Rule rule = TRY(rule_in(unit, body, flows));
  int withdrawn = 0;
  const auto old = TRY(replaced(body));
  if (old) withdrawn = TRY(retire(unit, *old, who));
  AddedRule added = TRY(add_rule(unit, rule));
  if (old) added.reminders -= TRY(unit.queue().leave_out_told(added.id, *old));
  rule.id = added.id;
  TRY(on_record(unit, "rule_added", rule, who));
  Object page = TRY(rules_page(unit));
  page["rule"] = added.id.value();
  page["planned"] = added.reminders;
  page["withdrawn"] = withdrawn;
  return page;
}

Result<Object> would_post_rule(Unit& unit, const Object& body, const flow::Library& flows) {
  const Rule rule = TRY(rule_in(unit, body, flows));
  int withdrawn = 0;
  if (const auto old = TRY(replaced(body))) {
    const auto waiting = TRY(unit.rules().waiting());
    const auto found = waiting.find(*old);
    if (found == waiting.end()) return Error{ErrorCode::not_found, "`replaces` names no rule that is in force"};
    withdrawn = found->second;
  }
  return Object{{"dry_run", true},
                {"text", whole_rule_words(rule, unit.language())},
                {"planned", TRY(would_plan(unit, rule))},
                {"withdrawn", withdrawn}};
}

Result<Object> retire_rule(Unit& unit, std::int64_t rule, const Object& body) {
  const int withdrawn = TRY(retire(unit, RuleId(rule), TRY(who_of(body))));
  Object page = TRY(rules_page(unit));
  page["rule"] = rule;
  page["withdrawn"] = withdrawn;
  return page;
}

Result<Object> bring_back_rule(Unit& unit, std::int64_t rule, const Object& body) {
  const std::string who = TRY(who_of(body));
  const int planned = TRY(restore_rule(unit, RuleId(rule)));
  TRY(on_record(unit, "rule_restored", TRY(unit.rules().get(RuleId(rule))).rule, who));
  Object page = TRY(rules_page(unit));
  page["rule"] = rule;
  page["planned"] = planned;
  return page;
}

}  // namespace courtesy::api
