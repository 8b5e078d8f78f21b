#include "interlock/failsafe.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace courtesy {
namespace {

constexpr std::int64_t soft_factor = 2;
constexpr std::int64_t hard_factor = 5;
constexpr std::int64_t soft_floor_hour = 20;
constexpr std::int64_t soft_floor_day = 40;
constexpr std::int64_t hard_floor_hour = 100;
constexpr std::int64_t hard_floor_day = 200;

constexpr std::int64_t trial_recipients = 10;
constexpr std::int64_t declared_part = 10;
constexpr std::int64_t declared_most_a_day = 200;

constexpr std::int64_t ratio_needs_contacts = 40;
constexpr std::int64_t ratio_limit = 200;  // hundredths
constexpr std::int64_t house_ratio_needs_contacts = 400;
constexpr std::int64_t house_ratio_limit = 150;
constexpr std::int64_t house_floor_hour = 500;
constexpr std::int64_t house_factor = 150;  // hundredths
constexpr std::int64_t accounts_limit = 3;
constexpr std::int64_t accounts_percent = 2;
constexpr std::int64_t promises_limit = 2;

constexpr std::int64_t opt_outs_need_recipients = 50;
constexpr std::int64_t opt_outs_percent = 4;
constexpr double ordinary_opt_outs = 0.02;  // of the recipients of a day, at most
constexpr double by_chance = 0.001;         // on so few days would an ordinary account do the same
/// From so many on, 4 % are never chance.
constexpr std::int64_t never_chance_from = 1'000;
constexpr std::int64_t unknown_limit = 3;
constexpr std::int64_t signatures_limit = 20;
constexpr minutes signatures_window{5};

constexpr seconds clock_tolerance{60};
constexpr int tz_days = 400;

constexpr std::array<std::string_view, 3> standings{"trial", "declared", "reviewed"};

Limits limits_of_new(Standing standing, std::int64_t declared, std::int64_t spend_day) {
  if (standing == Standing::trial) {
    return {.soft_hour = soft_floor_hour,
            .soft_day = soft_floor_day,
            .hard_hour = hard_floor_hour,
            .hard_day = hard_floor_day,
            .recipients_day = trial_recipients,
            .spend_day = spend_day,
            .is_new = true};
  }
  std::int64_t a_day = std::max(soft_floor_day, declared / declared_part);
  if (standing == Standing::declared) a_day = std::min(a_day, declared_most_a_day);
  // A business may send its whole day in one hour; beyond it lies the same distance as for the others.
  const std::int64_t hard = a_day * hard_factor / soft_factor;
  return {.soft_hour = a_day,
          .soft_day = a_day,
          .hard_hour = std::max(hard_floor_hour, hard),
          .hard_day = std::max(hard_floor_day, hard),
          .recipients_day = 0,
          .spend_day = spend_day,
          .is_new = true};
}

std::optional<Trip> ratio_above(std::int64_t contacts, std::int64_t recipients, std::int64_t needs,
                                std::int64_t limit) {
  if (contacts < needs || contacts * 100 <= limit * recipients) return std::nullopt;
  return Trip{TripRule::contacts_per_recipient, contacts * 100 / std::max<std::int64_t>(1, recipients), limit};
}

/// The least number of opt-outs that is 4 % and that chance does not explain (docs/adr/0025).
std::int64_t least_unusual(std::int64_t recipients) {
  std::int64_t least = (opt_outs_percent * recipients + 99) / 100;
  if (recipients >= never_chance_from) return least;
  const auto n = static_cast<double>(recipients);
  // Of a binomial distribution: P(exactly k), and P(k or more) for the next k.
  double exactly = std::pow(1 - ordinary_opt_outs, n);
  double at_least = 1;
  for (std::int64_t k = 0;; ++k) {
    if (k >= least && at_least < by_chance) return k;
    at_least -= exactly;
    const auto had = static_cast<double>(k);
    exactly *= (n - had) / (had + 1) * ordinary_opt_outs / (1 - ordinary_opt_outs);
  }
}

}  // namespace

std::string_view to_string(Standing standing) { return standings.at(static_cast<std::size_t>(standing)); }

std::optional<Standing> parse_standing(std::string_view text) {
  for (std::size_t i = 0; i < standings.size(); ++i) {
    if (standings[i] == text) return static_cast<Standing>(i);
  }
  return std::nullopt;
}

Highs highs_of(std::span<const HourCount> counts, Instant now) {
  Highs highs;
  std::int64_t day = 0;
  std::int64_t spent = 0;
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const HourCount& count = counts[i];
    if (count.hour <= now - history_needed) highs.known = true;
    if (count.tripped) continue;
    day += count.contacts;
    spent += count.spent;
    for (; counts[oldest].hour <= count.hour - hours{24}; ++oldest) {
      if (counts[oldest].tripped) continue;
      day -= counts[oldest].contacts;
      spent -= counts[oldest].spent;
    }
    if (count.hour < now - history_window || count.hour > now - hours{25}) continue;
    highs.hour = std::max(highs.hour, count.contacts);
    highs.day = std::max(highs.day, day);
    highs.spend_day = std::max(highs.spend_day, spent);
  }
  return highs;
}

Limits limits_of(Standing standing, std::int64_t declared, const Highs& highs, std::int64_t spend_floor) {
  const std::int64_t spend_day = std::max(spend_floor, soft_factor * highs.spend_day);
  if (!highs.known) return limits_of_new(standing, declared, spend_day);
  return {.soft_hour = std::max(soft_floor_hour, soft_factor * highs.hour),
          .soft_day = std::max(soft_floor_day, soft_factor * highs.day),
          .hard_hour = std::max(hard_floor_hour, hard_factor * highs.hour),
          .hard_day = std::max(hard_floor_day, hard_factor * highs.day),
          .recipients_day = 0,
          .spend_day = spend_day,
          .is_new = false};
}

std::optional<std::int64_t> probation_limit(std::optional<Instant> since, Instant now, const Highs& highs) {
  if (!since || now >= *since + probation_lasts) return std::nullopt;
  const auto clean_hours = std::max<std::int64_t>(0, std::chrono::floor<hours>(now - *since).count());
  return std::max(soft_floor_hour, highs.hour) << clean_hours;
}

std::optional<Trip> ratio_in_all(std::int64_t contacts, std::int64_t recipients) {
  return ratio_above(contacts, recipients, house_ratio_needs_contacts, house_ratio_limit);
}

std::optional<Trip> too_much(const Sent& sent, const Limits& limits) {
  if (const auto trip = ratio_above(sent.hour, sent.recipients_hour, ratio_needs_contacts, ratio_limit)) return trip;
  if (sent.hour > limits.hard_hour) return Trip{TripRule::volume_hour, sent.hour, limits.hard_hour};
  if (sent.day > limits.hard_day) return Trip{TripRule::volume_day, sent.day, limits.hard_day};
  if (sent.spent_day > limits.spend_day) return Trip{TripRule::spend, sent.spent_day, limits.spend_day};
  return std::nullopt;
}

std::optional<Trip> too_much_in_all(const Sent& sent, const Highs& highs) {
  const std::int64_t limit = std::max(house_floor_hour, highs.hour * house_factor / 100);
  if (sent.hour > limit) return Trip{TripRule::house_volume, sent.hour, limit};
  return std::nullopt;
}

std::optional<Trip> too_many_tripped(const TrippedAccounts& tripped) {
  if (tripped.by_broken_promises >= promises_limit)
    return Trip{TripRule::accounts_tripped, tripped.by_broken_promises, promises_limit - 1, "broken promises"};
  const std::int64_t limit = std::max(accounts_limit, tripped.of * accounts_percent / 100);
  if (tripped.accounts >= limit) return Trip{TripRule::accounts_tripped, tripped.accounts, limit - 1};
  return std::nullopt;
}

std::optional<Trip> too_many_opt_outs(std::int64_t opt_outs, std::int64_t recipients) {
  if (recipients < opt_outs_need_recipients) return std::nullopt;
  const std::int64_t least = least_unusual(recipients);
  if (opt_outs < least) return std::nullopt;
  return Trip{TripRule::opt_outs, opt_outs * 100 / recipients, (least - 1) * 100 / recipients};
}

std::optional<Trip> too_many_unknown(std::int64_t unknown) {
  if (unknown < unknown_limit) return std::nullopt;
  return Trip{TripRule::unknown_endings, unknown, unknown_limit - 1};
}

std::optional<Trip> BadSignatures::refused(Instant at) {
  recent_.push_back(at);
  while (recent_.front() <= at - signatures_window) recent_.pop_front();
  const auto count = static_cast<std::int64_t>(recent_.size());
  if (count < signatures_limit) return std::nullopt;
  recent_.clear();
  return Trip{TripRule::bad_signatures, count, signatures_limit - 1};
}

std::optional<Trip> clock_jumped(Instant wall_before, Uptime uptime_before, Instant wall, Uptime uptime) {
  const milliseconds shown = wall - wall_before;
  const auto passed = std::chrono::floor<milliseconds>(uptime - uptime_before);
  const milliseconds jump = std::chrono::abs(shown - passed);
  if (jump <= clock_tolerance) return std::nullopt;
  return Trip{TripRule::clock_jump, std::chrono::floor<seconds>(jump).count(), clock_tolerance.count(),
              shown < passed ? "backwards" : "forwards"};
}

std::optional<Trip> clock_behind(Instant newest_record, Instant now) {
  if (newest_record <= now + clock_tolerance) return std::nullopt;
  return Trip{TripRule::clock_behind, std::chrono::floor<seconds>(newest_record - now).count(),
              clock_tolerance.count()};
}

std::optional<Trip> tz_too_old(std::optional<int> age_days) {
  if (age_days && *age_days <= tz_days) return std::nullopt;
  return Trip{TripRule::tz_database, age_days.value_or(0), tz_days, age_days ? "" : "its age is not known"};
}

}  // namespace courtesy
