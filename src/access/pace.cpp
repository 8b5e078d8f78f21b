#include "access/pace.h"

#include <algorithm>

namespace courtesy::access {

std::optional<Instant> waits_until(const Failures& failures, Instant now) {
  if (failures.count < free_failures) return std::nullopt;
  const std::int64_t doublings = std::min<std::int64_t>(failures.count - free_failures, 10);
  const minutes wait = std::min(longest_wait, first_wait * (std::int64_t{1} << doublings));
  const Instant until = failures.last + wait;
  return until > now ? std::optional(until) : std::nullopt;
}

std::optional<Instant> address_waits_until(const Failures& failures, Instant now) {
  if (failures.count < address_failures) return std::nullopt;
  const Instant until = failures.last + address_window;
  return until > now ? std::optional(until) : std::nullopt;
}

Lifetime lifetime_of(bool is_operator) {
  return is_operator ? Lifetime{.whole = hours{12}, .idle = minutes{30}}
                     : Lifetime{.whole = hours{24 * 14}, .idle = hours{8}};
}

Left spend(Spent& spent, const Allowance& allowance, Instant now) {
  if (now - spent.since >= allowance.window || now < spent.since) spent = {.since = now, .requests = 0};
  const bool allowed = spent.requests < allowance.limit;
  if (allowed) ++spent.requests;
  const auto reset = std::chrono::ceil<seconds>(spent.since + allowance.window - now);
  return {.allowed = allowed,
          .limit = allowance.limit,
          .remaining = allowance.limit - spent.requests,
          .reset = std::max(reset, seconds{1})};
}

}  // namespace courtesy::access
