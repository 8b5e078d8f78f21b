// The only things that a flow or a template may speak, write or link to.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace courtesy::flow {

/// What may be said to whoever picks up, or written where others may read it: never a reason, a speciality, an amount
/// or a full name (HHS FAQ 198: leave only the name, the number and what is needed to confirm).
inline constexpr std::array<std::string_view, 9> spoken_names{
    "business",           // the display name
    "callback_number",    // in words, for a person to write down
    "client_first_name",  // to a person only, never to a machine
    "code",               // of the appointment: whoever keys it in on the phone means this visit
    "date",
    "page",  // what the operator is rung for; a reminder has none
    "place",
    "time",
    "when",  // date and time together
};

/// URLs of the next step: the only variables in an `action` or a Redirect.
inline constexpr std::array<std::string_view, 5> path_names{"dialled", "keys", "played", "recorded", "silence"};

/// What is played or dialled: the whole of a Play, or of a Dial.
inline constexpr std::string_view recording_name = "recording";       ///< the URL of what the caller has just recorded
inline constexpr std::string_view business_phone = "business_phone";  ///< the business's own number, E.164

/// Yes or no, for guards: `when = "open_now"`. The engine puts those that hold into Facts::flags at every step.
inline constexpr std::array<std::string_view, 7> flag_names{
    "can_put_through",  // it is open, and the account has put-through switched on and a number of its own for it
    "known_caller",     // exactly one client has the number that calls; a hint for words, never a proof
    "may_cancel",       // the business takes cancellations of this appointment by phone, this late
    "may_call_back",    // the account wants missed calls returned, and the caps leave room for it
    "one_copy",         // the rule wants a machine given its message once, and not as often as it takes
    "only_to_persons",  // the rule wants nothing said to machines
    "open_now",         // it is within the business's opening hours
};

/// `field.hours`: what was keyed in; `fact.order_status`: what the business pushed in before.
inline constexpr std::string_view field_prefix = "field.";
inline constexpr std::string_view fact_prefix = "fact.";

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A name that an author gives: of a state, a field, a fact, an event, a return, a slot.
inline bool is_name(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= 40 && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

/// `field.hours` with that prefix is `hours`; empty when it is none.
inline std::string_view name_behind(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix) || !is_name(text.substr(prefix.size()))) return {};
  return text.substr(prefix.size());
}

template <typename Names>
std::string comma_list(const Names& names) {
  std::string text;
  for (const auto& name : names) (text += text.empty() ? "" : ", ") += name;
  return text;
}

}  // namespace courtesy::flow
