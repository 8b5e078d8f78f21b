#include "api/looks.h"

#include <fmt/format.h>

namespace courtesy::api {
namespace {

constexpr std::size_t most = 1'000;
constexpr hours again_after{1};

std::string name_of(const Actor& actor, AccountId account, const std::string& what) {
  return fmt::format("{} {} {}", actor.subject(), account.value(), what);
}

}  // namespace

bool Looks::is_new(const Actor& actor, AccountId account, const std::string& what) const {
  const auto noted = noted_.find(name_of(actor, account, what));
  const Instant now = settings_.clock->now();
  return noted == noted_.end() || now < noted->second || now - noted->second >= again_after;
}

void Looks::note(const Actor& actor, AccountId account, const std::string& what) {
  if (noted_.size() >= most) noted_.clear();
  noted_[name_of(actor, account, what)] = settings_.clock->now();
}

}  // namespace courtesy::api
