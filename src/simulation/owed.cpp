#include "simulation/owed.h"

#include <algorithm>
#include <array>

namespace courtesy::simulation {
namespace {

constexpr std::array channels{Channel::call, Channel::text, Channel::text, Channel::email};
/// The way must be free for so long: others wait for the same room, and a running call is asked about every two
/// minutes.
constexpr minutes free_for{10};
/// A line sends one a second, the slowest business wants one in two; and besides all that are due at the same moment
/// others may be late.
constexpr minutes sent_within{1};
constexpr seconds each_takes{2};
constexpr minutes steps{5};

}  // namespace

std::string_view name_of(Owed owed) {
  switch (owed) {
    case Owed::yes: return "yes";
    case Owed::nobody: return "nobody";
    case Owed::refused: return "refused";
    case Owed::opted_out: return "opted_out";
    case Owed::answered: return "answered";
    case Owed::ended: return "ended";
    case Owed::no_room: return "no_room";
    case Owed::later: return "later";
    case Owed::touched: return "touched";
  }
  return "";
}

Channel channel_of_rule(int rule) { return channels.at(static_cast<std::size_t>(rule - 1)); }

/// What one reminder has to pass.
struct Owing::Way {
  Channel channel;
  std::vector<std::string> zones;
  const std::vector<Contact>* others;  // may be null
  std::string self;
};

bool Owing::permitted(const Way& way, Instant at) {
  // A call must end within its hours too.
  return within_hours(way.channel, way.zones, at) &&
         (way.channel != Channel::call || within_hours(way.channel, way.zones, at + minutes{5}));
}

bool Owing::room(const Way& way, Instant at) {
  if (way.others == nullptr) return true;
  int day = 0;
  int week = 0;
  for (const Contact& other : *way.others) {
    if (other.at > at || other.reminder == way.self) continue;
    day += other.at > at - hours{24} ? 1 : 0;
    week += other.at > at - hours{168} ? 1 : 0;
    if (other.channel != Channel::call || way.channel == Channel::email) continue;
    if (at <= other.over || (way.channel == Channel::call && at < other.at + hours{1})) return false;
  }
  return day < 3 && week < 6;
}

/// When the room of a recipient may change next.
Instant Owing::room_changes(const Way& way, Instant after, Instant until) {
  for (const Contact& other : *way.others) {
    for (const Instant at :
         {other.at, other.over + milliseconds{1}, other.at + hours{1}, other.at + hours{24}, other.at + hours{168}}) {
      if (at > after) until = std::min(until, at);
    }
  }
  return until;
}

std::optional<Instant> Owing::first_free(const Way& way, Instant from, Instant until) {
  for (Instant at = from; at + free_for <= until;) {
    if (!room(way, at)) {
      at = room_changes(way, at, until);
    } else if (!permitted(way, at)) {
      at += steps;
    } else if (!room(way, at + free_for)) {
      at = room_changes(way, at, until);
    } else {
      return at;
    }
  }
  return std::nullopt;
}

/// The last permitted whole minute at or before it is due, by the hours where the appointment is; those of the client
/// are asked then, and may put it off.
Instant Owing::first_moment(const Promise& promise, int rule) {
  const Way way{.channel = channel_of_rule(rule), .zones = {promise.zone}, .others = nullptr, .self = {}};
  const Instant due = due_of(rule, promise.start, promise.zone);
  Instant at = due;
  while (!permitted(way, at) && at > due - hours{24 * 4}) at -= steps;
  while (at < due && permitted(way, at + minutes{1})) at += minutes{1};
  return at;
}

void Owing::planned(const Promise& promise, int rule) {
  ++due_at_[{channel_of_rule(rule), first_moment(promise, rule)}];
}

Owing::Judged Owing::judge(const Promise& promise, int rule, const std::string& reminder, milliseconds slack) const {
  const std::int64_t account = promise.visit.first;
  const Channel channel = channel_of_rule(rule);
  const std::string& recipient = model_.recipient(promise, channel);
  if (recipient.empty()) return {Owed::nobody};
  if (!model_.allowed(promise.patient, channel)) return {Owed::refused};
  if (touched_.has(reminder)) return {Owed::touched, "attempt"};
  const auto others = contacts_.find(recipient);
  const Way way{.channel = channel,
                .zones = model_.zones(account, model_.recipient(promise, Channel::call)),
                .others = others == contacts_.end() ? nullptr : &others->second,
                .self = reminder};
  const Instant first = first_moment(promise, rule);
  const auto at = first_free(way, first, promise.instant - minutes{30} - slack);
  if (!at) return {Owed::no_room};
  if (*at > ends_ - hours{1}) return {Owed::later};
  const Instant over = *at + free_for + slack;
  if (promise.until && *promise.until < over) return {Owed::ended};
  if (promise.answered && *promise.answered < over) return {Owed::answered};
  if (model_.opted_out(account, recipient, *at, over)) return {Owed::opted_out};
  const auto together = due_at_.find({channel, first});
  const milliseconds turn = sent_within + each_takes * (together == due_at_.end() ? 0 : together->second);
  if (const auto by = touched_.by(account, *at - slack, *at + turn + slack); !by.empty())
    return {Owed::touched, by, *at};
  return {Owed::yes, {}, *at};
}

}  // namespace courtesy::simulation
