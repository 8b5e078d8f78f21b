#include "simulation/faults.h"

#include <algorithm>
#include <array>

namespace courtesy::simulation {
namespace {

struct Word {
  FaultKind kind;
  std::string_view name;
};

constexpr std::array words{
    Word{FaultKind::crash_before_commit, "crash_before_commit"},
    Word{FaultKind::crash_after_commit, "crash_after_commit"},
    Word{FaultKind::power_loss, "power_loss"},
    Word{FaultKind::sync_failed, "sync_failed"},
    Word{FaultKind::disk_full, "disk_full"},
    Word{FaultKind::slow_commit, "slow_commit"},
    Word{FaultKind::crash_before_send, "crash_before_send"},
    Word{FaultKind::crash_after_send, "crash_after_send"},
    Word{FaultKind::crash_after_answer, "crash_after_answer"},
    Word{FaultKind::unreachable, "unreachable"},
    Word{FaultKind::answer_lost, "answer_lost"},
    Word{FaultKind::error_after, "error_after"},
    Word{FaultKind::error_before, "error_before"},
    Word{FaultKind::too_many_requests, "too_many_requests"},
    Word{FaultKind::slow_answer, "slow_answer"},
    Word{FaultKind::stale_listing, "stale_listing"},
    Word{FaultKind::callback_lost, "callback_lost"},
    Word{FaultKind::callback_late, "callback_late"},
    Word{FaultKind::callback_doubled, "callback_doubled"},
    Word{FaultKind::callback_reordered, "callback_reordered"},
    Word{FaultKind::clock_forward, "clock_forward"},
    Word{FaultKind::clock_back, "clock_back"},
    Word{FaultKind::zombie, "zombie"},
    Word{FaultKind::two_workers, "two_workers"},
};

milliseconds between(Random& random, milliseconds least, milliseconds most) {
  return least + milliseconds{random.below(static_cast<std::uint64_t>((most - least).count()) + 1)};
}

milliseconds draw_length(Random& random, FaultKind kind) {
  switch (kind) {
    case FaultKind::disk_full: return between(random, seconds{20}, minutes{40});
    case FaultKind::slow_commit: return between(random, seconds{2}, seconds{12});
    case FaultKind::unreachable: return between(random, seconds{30}, minutes{90});
    case FaultKind::slow_answer: return between(random, seconds{5}, seconds{24});
    case FaultKind::stale_listing: return between(random, minutes{10}, minutes{60});
    case FaultKind::callback_late: return between(random, seconds{20}, hours{2});
    case FaultKind::callback_doubled: return between(random, milliseconds{0}, hours{1});
    case FaultKind::callback_reordered: return between(random, seconds{3}, seconds{40});
    case FaultKind::clock_forward:
    case FaultKind::clock_back: return between(random, milliseconds{200}, minutes{4});
    case FaultKind::zombie: return between(random, seconds{3}, minutes{20});
    case FaultKind::two_workers: return between(random, seconds{5}, minutes{10});
    default: return milliseconds{0};
  }
}

/// During the day, when there is something to disturb; one in eight at any time.
Instant draw_time(Random& random, Instant from, Instant until) {
  const auto whole = static_cast<std::uint64_t>((until - from).count());
  for (int tries = 0; tries < 32; ++tries) {
    const Instant at = from + milliseconds{random.below(whole)};
    const auto hour = std::chrono::floor<hours>(at - std::chrono::floor<std::chrono::days>(at)).count();
    if (random.below(8) == 0 || (hour >= 13 && hour <= 23)) return at;
  }
  return from;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  for (const Word& word : words) {
    if (word.kind == kind) return word.name;
  }
  return "";
}

std::optional<FaultKind> fault_named(std::string_view name) {
  for (const Word& word : words) {
    if (word.name == name) return word.kind;
  }
  return std::nullopt;
}

std::span<const FaultKind> all_faults() {
  static const std::array kinds = [] {
    std::array<FaultKind, words.size()> all{};
    for (std::size_t i = 0; i < words.size(); ++i) all[i] = words[i].kind;
    return all;
  }();
  return kinds;
}

Result<std::set<FaultKind>> read_faults(std::string_view text) {
  std::set<FaultKind> kinds;
  if (text == "none") return kinds;
  if (text == "all") return std::set<FaultKind>(all_faults().begin(), all_faults().end());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view name = text.substr(0, end);
    const auto kind = fault_named(name);
    if (!kind) {
      std::string known;
      for (const Word& word : words) known.append(" ").append(word.name);
      return invalid("no fault is called '" + std::string(name) + "': all, none, or of" + known);
    }
    kinds.insert(*kind);
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return kinds;
}

std::vector<PlannedFault> draw_faults(SeededRandom random, const std::set<FaultKind>& kinds, Instant from,
                                      Instant until) {
  std::vector<PlannedFault> planned;
  // One that runs alone is not to be rare.
  const double wanted = kinds.size() <= 3 ? 1.0 : 0.5;
  for (Instant begin = from; begin < until; begin += hours{24 * 5}) {
    const Instant end = std::min(until, begin + hours{24 * 5});
    for (const FaultKind kind : kinds) {
      SeededRandom own = random.fork(name_of(kind));
      if (!own.chance(wanted)) continue;
      const int times = 1 + static_cast<int>(own.below(2));
      for (int i = 0; i < times; ++i) {
        planned.push_back({.kind = kind,
                           .at = draw_time(own, begin, end),
                           .length = draw_length(own, kind),
                           .dice = own.next(),
                           .at_intent = own.chance(0.6)});
      }
    }
  }
  std::stable_sort(planned.begin(), planned.end(),
                   [](const PlannedFault& a, const PlannedFault& b) { return a.at < b.at; });
  return planned;
}

Faults::Faults(std::vector<PlannedFault> planned) {
  for (auto at = planned.rbegin(); at != planned.rend(); ++at) waiting_[at->kind].push_back(*at);
}

std::optional<PlannedFault> Faults::take(FaultKind kind, Instant now) {
  const auto found = waiting_.find(kind);
  if (found == waiting_.end() || found->second.empty() || found->second.back().at > now) return std::nullopt;
  const PlannedFault fault = found->second.back();
  found->second.pop_back();
  return fault;
}

std::optional<PlannedFault> Faults::take_at_commit(FaultKind kind, Instant now, bool has_intent) {
  const auto found = waiting_.find(kind);
  if (found == waiting_.end() || found->second.empty()) return std::nullopt;
  if (found->second.back().at_intent && !has_intent) return std::nullopt;
  return take(kind, now);
}

}  // namespace courtesy::simulation
