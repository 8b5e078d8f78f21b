// Strong ids: one in the other's place does not compile.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace courtesy {

template <typename Tag>
class Id {
 public:
  constexpr Id() = default;  // 0 is nobody's id
  constexpr explicit Id(std::int64_t value) : value_(value) {}
  constexpr std::int64_t value() const { return value_; }
  constexpr explicit operator bool() const { return value_ != 0; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;

 private:
  std::int64_t value_ = 0;
};

using AccountId = Id<struct AccountTag>;  ///< account 0 is the installation itself
using ClientId = Id<struct ClientTag>;
using AppointmentId = Id<struct AppointmentTag>;
using RuleId = Id<struct RuleTag>;
using AttemptId = Id<struct AttemptTag>;  ///< grows with time within an account
using ImportId = Id<struct ImportTag>;

}  // namespace courtesy

template <typename Tag>
struct std::hash<courtesy::Id<Tag>> {
  std::size_t operator()(courtesy::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
