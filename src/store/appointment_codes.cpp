#include "store/appointment_codes.h"

#include "outcome/spoken_code.h"
#include "store/keyed.h"

namespace courtesy {
namespace {

// 2^26 is the smallest even power above codes_of(8): a value that falls outside is walked on from, 1.4 times on
// average.
constexpr int half_bits = 13;
constexpr std::uint64_t half_mask = (1u << half_bits) - 1;
constexpr int rounds = 8;

std::uint64_t mixed(const Unit& unit, int round, std::uint64_t half) {
  const std::string bytes = keyed(unit, "appointment code", fmt::format("{} {}", round, half));
  return ((static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[0])) << 8) |
          static_cast<unsigned char>(bytes[1])) &
         half_mask;
}

/// A Feistel network over 26 bits.
std::uint64_t forth(const Unit& unit, std::uint64_t value) {
  std::uint64_t left = value >> half_bits;
  std::uint64_t right = value & half_mask;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t next = left ^ mixed(unit, round, right);
    left = right;
    right = next;
  }
  return (left << half_bits) | right;
}

std::uint64_t back(const Unit& unit, std::uint64_t value) {
  std::uint64_t left = value >> half_bits;
  std::uint64_t right = value & half_mask;
  for (int round = rounds - 1; round >= 0; --round) {
    const std::uint64_t before = right ^ mixed(unit, round, left);
    right = left;
    left = before;
  }
  return (left << half_bits) | right;
}

}  // namespace

std::string appointment_code(const Unit& unit, AppointmentId appointment) {
  const auto codes = static_cast<std::uint64_t>(codes_of(appointment_code_digits));
  auto value = static_cast<std::uint64_t>(appointment.value());
  if (value >= codes) return {};
  do value = forth(unit, value);
  while (value >= codes);
  return code_at(static_cast<std::int64_t>(value), appointment_code_digits);
}

std::optional<AppointmentId> appointment_of_code(const Unit& unit, std::string_view code) {
  const auto index = index_of(code);
  if (!index || code.size() != appointment_code_digits) return std::nullopt;
  const auto codes = static_cast<std::uint64_t>(codes_of(appointment_code_digits));
  auto value = static_cast<std::uint64_t>(*index);
  do value = back(unit, value);
  while (value >= codes);
  return AppointmentId(static_cast<std::int64_t>(value));
}

}  // namespace courtesy
