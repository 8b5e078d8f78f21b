#include "interlock/circuit.h"

#include <algorithm>

namespace courtesy {
namespace {

constexpr std::size_t looked_at = 20;
constexpr std::int64_t errors_percent = 50;
constexpr int errors_in_a_row = 10;
constexpr seconds first_rest{60};
constexpr seconds longest_rest{30 * 60};

bool about_the_route(const Ending& ending) {
  return ending.kind != EndingKind::accepted && ending.trouble != Trouble::recipient;
}

}  // namespace

int Circuit::allows(int wanted, Uptime now) {
  if (!open_until_) return wanted;
  if (trying_ || now < *open_until_) return 0;
  return std::min(wanted, 1);
}

void Circuit::began(int sends) {
  if (open_until_ && sends > 0) trying_ = true;
}

std::optional<Trip> Circuit::ended(const Ending& ending, Uptime now, std::string_view route) {
  const bool error = about_the_route(ending);
  if (open_until_) {
    // Sends that began before it opened end late, and decide nothing.
    if (!trying_) return std::nullopt;
    trying_ = false;
    if (error) {
      rest_ = std::min(longest_rest, 2 * rest_);
      return open(1, 0, now, route);
    }
    open_until_.reset();
    rest_ = first_rest;
    return std::nullopt;
  }
  in_a_row_ = error ? in_a_row_ + 1 : 0;
  recent_.push_back(error);
  if (recent_.size() > looked_at) recent_.pop_front();
  if (in_a_row_ >= errors_in_a_row) return open(in_a_row_, errors_in_a_row - 1, now, route);
  const auto errors = static_cast<std::int64_t>(std::count(recent_.begin(), recent_.end(), true));
  const auto all = static_cast<std::int64_t>(recent_.size());
  if (recent_.size() < looked_at || errors * 100 < errors_percent * all) return std::nullopt;
  return open(errors, all * errors_percent / 100 - 1, now, route);
}

void Circuit::go_on(const Rest& rest) {
  open_until_ = rest.until;
  rest_ = std::clamp(rest.length, first_rest, longest_rest);
}

std::optional<Trip> Circuit::open(std::int64_t value, std::int64_t limit, Uptime now, std::string_view route) {
  recent_.clear();
  in_a_row_ = 0;
  open_until_ = now + rest_;
  return Trip{TripRule::provider_errors, value, limit, std::string(route)};
}

}  // namespace courtesy
