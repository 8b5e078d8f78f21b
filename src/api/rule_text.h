// A rule as people write it, on the command line and in the API: the same words, read and told in one place.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "flow/library.h"
#include "schedule/rule.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// What is left out is empty, and means what is usual.
struct RuleText {
  std::string channel;                                 ///< call, text or email
  std::string before;                                  ///< `90m`, `2h`, `1d`: stands alone
  std::optional<std::int64_t> days_before{};           ///< at the same time of day, or
  std::string at;                                      ///< at this one: `17:00`
  std::optional<std::int64_t> business_days_before{};  ///< days on which the account works; with `at`
  std::string zone;                                    ///< appointment or client: whose days and time of day
  std::string shift;                                   ///< none, earlier or later: out of hours that are not permitted
  std::string min_lead;                                ///< not sent later than that before the start
  std::string max_lateness;                            ///< how late it may still go out
  std::string content;                                 ///< the flow of a call, the template of a text or email
  std::string machines;                                ///< schedule/machines.h; calls only
};

/// How a member is called to whoever wrote it: `days_before` here, --days-before there.
using Named = std::function<std::string(std::string_view member)>;
/// `days_before`, in backticks: the API's.
std::string as_member(std::string_view member);

/// Errors: `invalid`, naming the member and how to mend it.
Result<Rule> read_rule(const RuleText& text, const Named& named = as_member);
/// Whether there is such a flow, or such a template of the account's or the program's, of the rule's channel. Errors:
/// as Flows::reminder() and Templates::text(); `invalid` for an email's template in a text's rule.
Result<void> check_content(Unit& unit, const flow::Library& library, const Rule& rule);

/// `90m`, `2h`, as read_rule takes it.
std::string span_text(minutes time);
/// `17:00`.
std::string clock_text(minutes time);
std::string_view zone_text(RuleZone zone);
std::string_view shift_text(Shift shift);

/// All that decides when it goes out, and to whom: `A call, the day before, at 17:00 of the client's clock, 2h late at
/// most, answering machines: ask_first_hint`.
std::string whole_rule_words(const Rule& rule, Language language = Language::en);

}  // namespace courtesy::api
