#include "api/rule_text.h"

#include <fmt/format.h>

#include "api/words.h"
#include "base/whole_number.h"
#include "schedule/business.h"
#include "store/flows.h"
#include "store/templates.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr int longest_days = 366;

/// `90m`, `2h`, `1d`: elapsed time.
Result<minutes> read_span(const std::string& name, std::string_view text) {
  const auto value = text.empty() ? std::nullopt : whole_number<int>(text.substr(0, text.size() - 1));
  if (value && *value <= 600'000) {
    if (text.back() == 'm') return minutes{*value};
    if (text.back() == 'h') return minutes{hours{*value}};
    if (text.back() == 'd') return minutes{hours{24} * *value};
  }
  return invalid(fmt::format("{} is \"{}\": it must be a time like 90m, 2h or 1d", name, text));
}

/// `17:00`, as minutes after midnight.
Result<minutes> read_clock(const std::string& name, std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto hour = colon == std::string_view::npos ? std::nullopt : whole_number<int>(text.substr(0, colon));
  const auto minute = colon == std::string_view::npos ? std::nullopt : whole_number<int>(text.substr(colon + 1));
  if (hour && minute && *hour < 24 && *minute < 60 && text.size() - colon == 3) return hours{*hour} + minutes{*minute};
  return invalid(fmt::format("{} is \"{}\": it must be a time of day like 17:00", name, text));
}

Result<int> read_days(const std::string& name, std::int64_t days) {
  if (days < 0 || days > longest_days) return invalid(fmt::format("{} must be 0 to {}", name, longest_days));
  return static_cast<int>(days);
}

Result<Offset> read_business_days(const RuleText& text, const Named& named) {
  if (text.at.empty())
    return invalid(fmt::format("{} goes with a time of day: {} 17:00", named("business_days_before"), named("at")));
  return Offset{BusinessDaysBeforeAt{.days = TRY(read_days(named("business_days_before"), *text.business_days_before)),
                                     .time = TRY(read_clock(named("at"), text.at)),
                                     .open = usual_open_weekdays,
                                     .closed_dates = {}}};
}

Result<Offset> read_offset(const RuleText& text, const Named& named) {
  if (text.days_before && text.business_days_before)
    return invalid(fmt::format("say either {} or {}", named("days_before"), named("business_days_before")));
  if (!text.before.empty()) {
    if (text.days_before || text.business_days_before || !text.at.empty())
      return invalid(
          fmt::format("{} stands alone: without {} and {}", named("before"), named("days_before"), named("at")));
    return Offset{ElapsedBefore{TRY(read_span(named("before"), text.before))}};
  }
  if (text.business_days_before) return read_business_days(text, named);
  if (!text.days_before)
    return invalid(fmt::format("say when: {} 2h, or {} 1 with or without {} 17:00", named("before"),
                               named("days_before"), named("at")));
  const int days = TRY(read_days(named("days_before"), *text.days_before));
  if (text.at.empty()) return Offset{DaysBeforeSameTime{days}};
  return Offset{DaysBeforeAt{days, TRY(read_clock(named("at"), text.at))}};
}

Result<Machines> read_machines(const std::string& text, Channel channel, const Named& named) {
  if (channel != Channel::call) return invalid(fmt::format("{} is for calls", named("machines")));
  if (const auto known = parse_machines(text)) return *known;
  std::string names;
  for (const Machines one : all_machines) names.append(names.empty() ? "" : ", ").append(to_string(one));
  return invalid(fmt::format("{} is \"{}\": it must be one of {}", named("machines"), text, names));
}

Result<RuleZone> read_zone(const std::string& text, const Named& named) {
  if (text.empty() || text == "appointment") return RuleZone::appointment;
  if (text == "client") return RuleZone::client;
  return invalid(fmt::format("{} is \"{}\": it must be appointment or client", named("zone"), text));
}

Result<Shift> read_shift(const std::string& text, const Named& named) {
  if (text.empty() || text == "earlier") return Shift::earlier;
  if (text == "later") return Shift::later;
  if (text == "none") return Shift::none;
  return invalid(fmt::format("{} is \"{}\": it must be earlier, later or none", named("shift"), text));
}

std::string_view usual_content(Channel channel) {
  switch (channel) {
    case Channel::call: return "appointment-reminder";
    case Channel::text: return "appointment-text";
    case Channel::email: return "appointment-email";
  }
  return "";
}

}  // namespace

std::string as_member(std::string_view member) { return fmt::format("`{}`", member); }

Result<Rule> read_rule(const RuleText& text, const Named& named) {
  const auto channel = parse_channel(text.channel);
  if (!channel)
    return invalid(fmt::format("{} is \"{}\": it must be call, text or email", named("channel"), text.channel));
  Rule rule{.id = {}, .channel = *channel, .offset = TRY(read_offset(text, named)), .content = text.content};
  rule.zone = TRY(read_zone(text.zone, named));
  rule.shift = TRY(read_shift(text.shift, named));
  if (!text.min_lead.empty()) rule.min_lead = TRY(read_span(named("min_lead"), text.min_lead));
  if (!text.max_lateness.empty()) rule.max_lateness = TRY(read_span(named("max_lateness"), text.max_lateness));
  if (!text.machines.empty()) rule.machines = TRY(read_machines(text.machines, *channel, named));
  if (rule.content.empty()) rule.content = usual_content(*channel);
  TRY(courtesy::check(rule));
  return rule;
}

Result<void> check_content(Unit& unit, const flow::Library& library, const Rule& rule) {
  if (rule.channel == Channel::call) {
    TRY(unit.flows().reminder(library, rule.content));
    return {};
  }
  const TemplateWords found = TRY(Templates(unit).text(library, rule.content, "en"));
  if (found.channel == rule.channel) return {};
  return invalid(fmt::format("the template '{}' is for {}, and the rule's channel is {}: name another `content`",
                             rule.content, found.channel == Channel::email ? "emails" : "texts",
                             to_string(rule.channel)));
}

std::string span_text(minutes time) {
  return time.count() % 60 == 0 ? fmt::format("{}h", time.count() / 60) : fmt::format("{}m", time.count());
}

std::string clock_text(minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

std::string_view zone_text(RuleZone zone) { return zone == RuleZone::client ? "client" : "appointment"; }

std::string_view shift_text(Shift shift) {
  switch (shift) {
    case Shift::none: return "none";
    case Shift::later: return "later";
    case Shift::earlier: return "earlier";
  }
  return "none";
}

std::string whole_rule_words(const Rule& rule, Language language) {
  const auto said = [&](InEach words) { return words.in(language); };
  std::string words = rule_words(rule, language);
  if (const auto* at = std::get_if<DaysBeforeAt>(&rule.offset))
    words += fmt::format("{}{}", said({", at ", ", a las "}), clock_text(at->time));
  if (const auto* business = std::get_if<BusinessDaysBeforeAt>(&rule.offset))
    words += fmt::format("{}{}", said({", at ", ", a las "}), clock_text(business->time));
  if (!std::holds_alternative<ElapsedBefore>(rule.offset))
    words += rule.zone == RuleZone::client ? said({" of the client's clock", " del reloj del cliente"})
                                           : said({" of the appointment's clock", " del reloj de la cita"});
  words += fmt::format("{}{}{}", said({", ", ", como mucho "}), span_text(rule.max_lateness),
                       said({" late at most", " tarde"}));
  if (rule.channel == Channel::call)
    words += fmt::format("{}{}", said({", answering machines: ", ", contestadores: "}), to_string(rule.machines));
  return words;
}

}  // namespace courtesy::api
