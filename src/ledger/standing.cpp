#include "ledger/standing.h"

#include <fmt/format.h>

namespace courtesy {
namespace {

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::call: return "Call";
    case Channel::text: return "Text";
    case Channel::email: return "Email";
  }
  return "Contact";
}

std::string because(Reason reason) {
  return reason == Reason::none ? std::string{} : " " + std::string(explain(reason));
}

NextWords behind(const StopStanding& stop, std::string_view name) {
  const std::string what = stop.failsafe ? "the failsafe has stopped sending by itself: " + stop.why
                                         : fmt::format("{} has stopped sending: {}", stop.who, stop.why);
  return {fmt::format("{}: waits, since {}{} {} Then every check is asked again, and what is too late by then is not "
                      "sent: staff are told.",
                      name, what, what.ends_with('.') ? "" : ".",
                      stop.whole_house ? "The whole installation is stopped, and its operator releases it, with "
                                         "`courtesy release`."
                                       : "A person releases it on the page, after looking at what would go out."),
          std::nullopt, true};
}

NextWords waiting(const ReminderStanding& reminder, const std::optional<StopStanding>& stop, Instant now) {
  const std::string_view name = name_of(reminder.channel);
  if (!reminder.has_way) {
    return {fmt::format("{}: will not be made: the client has no {}.", name,
                        reminder.channel == Channel::email ? "address" : "number"),
            reminder.next, true};
  }
  if (stop) return behind(*stop, name);
  const Reason reason = reminder.reason == Reason::stopped ? Reason::none : reminder.reason;
  if (reminder.next <= now) {
    return {fmt::format("{}: due now.{} It goes out as soon as every check says yes and there is a place for it.", name,
                        because(reason)),
            std::nullopt, true};
  }
  if (reason == Reason::none) {
    return {fmt::format("{}: waits for its time, when every check is asked.", name), reminder.next, true};
  }
  return {fmt::format("{}: waits.{} It is looked at again at the time given.", name, because(reason)), reminder.next,
          true};
}

NextWords held(const ReminderStanding& reminder) {
  return {
      fmt::format("{}: waits for a person's yes.{} It is on the held list: staff let it go, or discard it. Once it is "
                  "too late to be useful it is dropped, and staff are told.",
                  name_of(reminder.channel), because(reminder.reason)),
      std::nullopt, true};
}

NextWords in_doubt(const AttemptStanding& attempt, std::string_view name) {
  const std::string doubt = fmt::format("{}: it is not known whether it took place.", name);
  if (!attempt.look_at) {
    return {doubt + " The provider cannot say either: a person decides. It is not sent again by itself.", std::nullopt,
            true};
  }
  return {doubt + " The provider is asked at the time given; it is not sent again by itself.", attempt.look_at, true};
}

NextWords under_way(const ReminderStanding& reminder) {
  const std::string_view name = name_of(reminder.channel);
  if (!reminder.last) return {fmt::format("{}: under way.", name), std::nullopt, true};
  switch (reminder.last->state) {
    case AttemptState::unknown: return in_doubt(*reminder.last, name);
    case AttemptState::intended:
      return {fmt::format("{}: handed over just now; the provider's answer is awaited.", name), reminder.last->look_at,
              true};
    case AttemptState::ringing: return {fmt::format("{}: it rings.", name), std::nullopt, true};
    case AttemptState::in_progress: return {fmt::format("{}: answered, and going on.", name), std::nullopt, true};
    default:
      return {fmt::format("{}: with the provider. If nothing is heard of it, the provider is asked.", name),
              reminder.last->look_at, true};
  }
}

NextWords failed(const ReminderStanding& reminder) {
  const std::string_view name = name_of(reminder.channel);
  if (reminder.last && reminder.last->state == AttemptState::absent) {
    return {
        fmt::format("{}: the provider knows nothing of it, so it probably never took place; it is not made again by "
                    "itself. Staff are asked to ring.",
                    name)};
  }
  if (reminder.last && reminder.last->state == AttemptState::unknown) return in_doubt(*reminder.last, name);
  return {
      fmt::format("{}: it reached nobody, and is not tried again. Staff are asked to ring unless another reminder "
                  "reaches the client.",
                  name)};
}

}  // namespace

NextWords what_comes(const ReminderStanding& reminder, const std::optional<StopStanding>& stop, Instant now) {
  const std::string_view name = name_of(reminder.channel);
  switch (reminder.state) {
    case ReminderState::waiting: return waiting(reminder, stop, now);
    case ReminderState::held: return held(reminder);
    case ReminderState::merged:
      return {fmt::format("{}: said together with another reminder; should that one reach nobody, it comes after all.",
                          name)};
    case ReminderState::intended: return under_way(reminder);
    case ReminderState::done: return {fmt::format("{}: done; nothing more comes.", name)};
    case ReminderState::failed: return failed(reminder);
    case ReminderState::dropped: return {fmt::format("{}: will not be made.{}", name, because(reminder.reason))};
    case ReminderState::withdrawn: return {fmt::format("{}: withdrawn.{}", name, because(reminder.reason))};
  }
  return {fmt::format("{}.", name)};
}

}  // namespace courtesy
